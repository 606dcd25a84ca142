//! Ten programs that need what only an explicit state gives: copies, saved states, a name, no heap.

use std::collections::VecDeque;
use std::fmt::Debug;

use genfn::{Coroutine, CoroutineState, Interrupt, Status, generator};
use serde::{Deserialize, Serialize};

/// A search that goes on with a copy at each branch.
mod backtracking {
    use super::*;

    #[generator]
    fn coins(sum: u32) -> impl Coroutine<Yield = u32, Resume = u32, Return = bool> + Clone {
        let mut left = sum;
        let mut smallest: u32 = 50;
        while left > 0 {
            let coin = yield_!(left);
            if coin > left || coin > smallest {
                return false;
            }
            smallest = coin;
            left -= coin;
        }
        true
    }

    fn ways<C>(search: &C) -> u32
    where
        C: Coroutine<Yield = u32, Resume = u32, Return = bool> + Clone,
    {
        [50, 20, 10, 5, 2, 1]
            .into_iter()
            .map(|coin| match search.clone().send(coin) {
                Ok(CoroutineState::Complete(found)) => u32::from(found),
                Ok(CoroutineState::Yielded(_)) => {
                    let mut branch = search.clone();
                    branch.send(coin).unwrap();
                    ways(&branch)
                }
                Err(_) => unreachable!(),
            })
            .sum()
    }

    #[test]
    fn a_search_clones_its_generator_at_each_branch() {
        let mut search = coins(10);
        search.start().unwrap();
        assert_eq!(ways(&search), 11);
    }
}

/// An export that is killed and goes on.
mod export {
    use super::*;

    #[generator(struct Export)]
    #[derive(Serialize, Deserialize, Debug)]
    /// The rows of a table, by pages.
    fn export(rows: Vec<String>, size: usize) -> impl Iterator<Item = String> {
        let mut page: usize = 0;
        while page * size < rows.len() {
            let end: usize = rows.len().min((page + 1) * size);
            yield_!(rows[page * size..end].join(","));
            page += 1;
        }
        yield_!("done".to_owned());
    }

    fn rows() -> Vec<String> {
        ('a'..='g').map(String::from).collect()
    }

    #[test]
    fn an_export_goes_on_from_its_saved_state() {
        let mut running = export(rows(), 3);
        assert_eq!(running.next().as_deref(), Some("a,b,c"));
        let json = serde_json::to_string(&running).unwrap();
        let binary = postcard::to_allocvec(&running).unwrap();
        drop(running);
        let text: Export = serde_json::from_str(&json).unwrap();
        assert_eq!(text.collect::<Vec<_>>(), ["d,e,f", "g", "done"]);
        let mut bytes: Export = postcard::from_bytes(&binary).unwrap();
        assert_eq!(bytes.status(), Status::Suspended);
        assert_eq!(bytes.next().as_deref(), Some("d,e,f"));
        assert_eq!(bytes.collect::<Vec<_>>(), ["g", "done"]);
    }

    #[test]
    fn a_state_of_another_body_is_an_error() {
        let json = serde_json::to_string(&export(rows(), 3)).unwrap();
        let version = json.split([':', ',']).nth(1).unwrap();
        let other = json.replace(version, "1234");
        let error = serde_json::from_str::<Export>(&other).unwrap_err().to_string();
        assert!(error.contains("saved by another body"), "{error}");
        let mut binary = postcard::to_allocvec(&export(rows(), 3)).unwrap();
        binary[0] ^= 1;
        assert!(postcard::from_bytes::<Export>(&binary).is_err());
    }
}

/// Adapters that ask for `Clone`.
mod adapters {
    use super::*;

    #[generator]
    fn sides(from: u32) -> impl Iterator<Item = u32> + Clone {
        for side in from..from + 2 {
            yield_!(side);
        }
    }

    fn product<A, B>(left: A, right: B) -> impl Iterator<Item = (A::Item, B::Item)>
    where
        A: Iterator<Item: Clone>,
        B: Iterator + Clone,
    {
        left.flat_map(move |a| right.clone().map(move |b| (a.clone(), b)))
    }

    #[test]
    fn adapters_clone_a_generator() {
        assert_eq!(sides(1).cycle().take(5).collect::<Vec<_>>(), [1, 2, 1, 2, 1]);
        let pairs: Vec<_> = product(sides(0), sides(5)).collect();
        assert_eq!(pairs, [(0, 5), (0, 6), (1, 5), (1, 6)]);
        let (left, right) = (sides(3), sides(3));
        assert!(left.clone().eq(right) && left.eq([3, 4]));
    }
}

/// A collection whose iterator has a name.
mod collection {
    use super::*;

    #[derive(Clone)]
    struct Grid(Vec<Vec<u8>>);

    #[generator(struct Cells)]
    #[derive(Clone)]
    /// The cells of a grid, row by row.
    fn cells(rows: Vec<Vec<u8>>) -> impl Iterator<Item = u8> {
        let rows: Vec<Vec<u8>> = rows;
        for row in rows {
            let row: Vec<u8> = row;
            for cell in row {
                yield_!(cell);
            }
        }
    }

    impl IntoIterator for Grid {
        type Item = u8;
        type IntoIter = Cells;

        fn into_iter(self) -> Cells {
            cells(self.0)
        }
    }

    #[test]
    fn a_collection_names_its_iterator_without_a_box() {
        let grid = Grid(vec![vec![1, 2], vec![], vec![3]]);
        let mut sum = 0;
        for cell in grid.clone() {
            sum += cell;
        }
        assert_eq!(sum, 6);
        assert_eq!(grid.into_iter().clone().count(), 3);
    }
}

/// A coroutine in a save file.
mod game {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
    /// Where to go.
    enum Order {
        North,
        East,
    }

    #[generator(struct Guard)]
    #[derive(Clone, Serialize, Deserialize)]
    /// A guard that walks its round, and says where it is.
    fn guard(x: i32, y: i32) -> impl Coroutine<Yield = (i32, i32), Resume = Order> {
        let (mut x, mut y): (i32, i32) = (x, y);
        loop {
            match yield_!((x, y)) {
                Order::North => y += 1,
                Order::East => x += 1,
            }
        }
    }

    #[derive(Serialize, Deserialize)]
    struct Save {
        turn: u32,
        guards: Vec<Guard>,
    }

    #[test]
    fn a_game_saves_its_coroutines() {
        let mut save = Save { turn: 1, guards: vec![guard(0, 0), guard(5, 5)] };
        for guard in &mut save.guards {
            guard.start().unwrap();
            guard.send(Order::North).unwrap();
        }
        let file = serde_json::to_string(&save).unwrap();
        let mut loaded: Save = serde_json::from_str(&file).unwrap();
        assert_eq!(loaded.turn, 1);
        assert_eq!(loaded.guards[1].send(Order::East), Ok(CoroutineState::Yielded((6, 6))));
    }
}

/// Generators in a queue of a constant size.
mod embedded {
    use super::*;

    #[generator]
    fn blink(times: u8) -> impl Iterator<Item = bool> + Copy {
        let mut left = times;
        while left > 0 {
            yield_!(true);
            yield_!(false);
            left -= 1;
        }
    }

    #[test]
    fn generators_lie_in_an_array() {
        let mut queue = [blink(1), blink(2), blink(3)];
        let mut on = 0;
        for _ in 0..4 {
            on += queue.iter_mut().filter_map(Iterator::next).filter(|on| *on).count();
        }
        assert_eq!(on, 5);
        assert!(size_of_val(&queue) < 200);
    }
}

/// A simulation that goes back.
mod simulation {
    use super::*;

    #[generator]
    fn particle(seed: u64) -> impl Iterator<Item = u64> + Clone {
        let mut state = seed;
        loop {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            yield_!(state >> 60);
        }
    }

    #[test]
    fn ten_thousand_coroutines_are_rolled_back() {
        let mut world: Vec<_> = (0..10_000).map(particle).collect();
        let step =
            |world: &mut Vec<_>| -> u64 { world.iter_mut().filter_map(Iterator::next).sum() };
        step(&mut world);
        let snapshot = world.clone();
        let (first, second) = (step(&mut world), step(&mut world));
        let mut world = snapshot;
        assert_eq!((step(&mut world), step(&mut world)), (first, second));
    }
}

/// A parser in a field, whose locals stand in a log.
mod parser {
    use super::*;

    #[generator(struct Frames)]
    #[derive(Debug)]
    /// Takes bytes, and gives a frame where one is complete: its length, and that many bytes.
    fn frames(
        limit: usize,
    ) -> impl Coroutine<Yield = Option<Vec<u8>>, Resume = u8, Return = String> {
        let mut frame: Option<Vec<u8>> = None;
        loop {
            let length: usize = usize::from(yield_!(frame.take()));
            if length > limit {
                return format!("a frame of {length} bytes");
            }
            let mut bytes: Vec<u8> = Vec::new();
            while bytes.len() < length {
                let byte: u8 = yield_!(None);
                bytes.push(byte);
            }
            frame = Some(bytes);
        }
    }

    struct Connection {
        parser: Frames,
        frames: Vec<Vec<u8>>,
    }

    impl Connection {
        fn receive(&mut self, bytes: &[u8]) -> Result<(), String> {
            for byte in bytes {
                match self.parser.send(*byte) {
                    Ok(CoroutineState::Yielded(frame)) => self.frames.extend(frame),
                    Ok(CoroutineState::Complete(error)) => return Err(error),
                    Err(error) => return Err(error.to_string()),
                }
            }
            Ok(())
        }
    }

    #[test]
    fn a_parser_shows_its_locals_in_a_log() {
        let mut connection = Connection { parser: frames(9), frames: Vec::new() };
        connection.parser.start().unwrap();
        connection.receive(&[2, 7, 8, 3, 1]).unwrap();
        assert_eq!(connection.frames, [vec![7, 8]]);
        let log = format!("{:?}", connection.parser);
        assert!(log.contains("bytes: [1]") && log.contains("length: 3"), "{log}");
        connection.receive(&[1, 1]).unwrap();
        assert_eq!(connection.frames.len(), 2);
        assert_eq!(connection.receive(&[100]), Err("a frame of 100 bytes".to_owned()));
    }
}

/// A test of a property that goes on from a saved state.
mod property {
    use super::*;

    #[generator(struct Cases)]
    #[derive(Clone, Serialize, Deserialize)]
    /// Random cases.
    fn cases(seed: u32) -> impl Iterator<Item = (u32, u32)> {
        let mut state: u32 = seed;
        loop {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let first: u32 = state >> 20;
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            yield_!((first, state >> 20));
        }
    }

    #[test]
    fn a_failing_case_is_replayed_from_its_state() {
        let mut running = cases(7);
        let (saved, failed) = loop {
            let before = serde_json::to_string(&running).unwrap();
            let (left, right) = running.next().unwrap();
            if left > right + 2000 {
                break (before, (left, right));
            }
        };
        let mut replayed: Cases = serde_json::from_str(&saved).unwrap();
        assert_eq!(replayed.next(), Some(failed));
        assert_eq!(replayed.next(), running.next());
    }
}

/// A coroutine with the whole protocol, in two halves.
mod halves {
    use super::*;

    #[generator]
    fn account(
        open: i64,
    ) -> impl Coroutine<Yield = i64, Resume = i64, Return = Vec<String>, Error = &'static str> + Clone
    {
        let mut log = Vec::new();
        let mut balance = open;
        loop {
            match try_yield!(balance) {
                Ok(amount) => {
                    balance += amount;
                    log.push(format!("{amount:+}"));
                }
                Err(Interrupt::Thrown("reset")) => {
                    balance = 0;
                    log.push("reset".to_owned());
                }
                Err(Interrupt::Thrown(other)) => {
                    log.push(other.to_owned());
                    return log;
                }
                Err(Interrupt::Closed) => {
                    log.push("closed".to_owned());
                    return log;
                }
            }
        }
    }

    #[test]
    fn both_halves_of_a_coroutine_go_on() {
        let mut first = account(10);
        first.start().unwrap();
        first.send(5).unwrap();
        let mut second = first.clone();
        assert_eq!(first.throw("reset"), Ok(CoroutineState::Yielded(0)));
        assert_eq!(second.send(-1), Ok(CoroutineState::Yielded(14)));
        assert_eq!(
            first.close(),
            Ok(Some(vec!["+5".to_owned(), "reset".to_owned(), "closed".to_owned()]))
        );
        let ended = second.throw("fraud").unwrap().complete();
        assert_eq!(ended, Some(vec!["+5".to_owned(), "-1".to_owned(), "fraud".to_owned()]));
        assert_eq!((first.status(), second.status()), (Status::Finished, Status::Finished));
    }
}

/// What the programs above are handed around in.
#[test]
fn generators_with_an_explicit_state_lie_in_collections() {
    #[generator(state)]
    fn steps(count: u32) -> impl Iterator<Item = u32> {
        for step in 0..count {
            yield_!(step);
        }
    }

    fn is_debug(_: &impl Debug) {}

    let mut queue: VecDeque<_> = (1..4).map(steps).collect();
    let mut order = Vec::new();
    while let Some(mut task) = queue.pop_front() {
        is_debug(&task);
        if let Some(step) = task.next() {
            order.push(step);
            queue.push_back(task);
        }
    }
    assert_eq!(order, [0, 0, 0, 1, 1, 2]);
}

/// The last loop of a body borrows exclusively through an argument, by more than one method.
#[test]
fn a_loop_over_an_exclusive_reference() {
    #[generator(state)]
    fn numbered(rows: &mut Vec<u32>) -> impl Iterator<Item = (usize, &mut u32)> {
        for row in rows.iter_mut().enumerate() {
            yield_!(row);
        }
    }
    #[generator(state)]
    fn reversed(table: &mut (Vec<u32>, u32)) -> impl Iterator<Item = &mut u32> {
        for row in table.0.iter_mut().rev().skip(1) {
            yield_!(row);
        }
    }

    let mut table = (vec![1, 2, 3], 4);
    for (index, row) in numbered(&mut table.0) {
        *row += u32::try_from(index).unwrap();
    }
    for row in reversed(&mut table) {
        *row *= 10;
    }
    assert_eq!(table, (vec![10, 30, 5], 4));
}

/// A loop over a constant borrows nothing of the generator.
#[test]
fn a_loop_over_a_constant() {
    #[generator(state)]
    fn sums() -> impl Iterator<Item = u32> {
        for &(left, right) in &[(1, 2), (3, 4)] {
            yield_!(left + right);
        }
        for (left, right) in &[(5, 6)] {
            yield_!(*left);
            yield_!(*right);
        }
    }

    assert_eq!(sums().collect::<Vec<_>>(), [3, 7, 5, 6]);
}

/// What a body borrows through an argument, by one expression.
mod through_an_exclusive_reference {
    use genfn::generator;

    #[generator(state)]
    fn delegated(rows: &mut Vec<u32>) -> impl Iterator<Item = &mut u32> {
        yield_from!(rows.iter_mut().rev());
    }

    #[generator(state)]
    fn first(rows: &mut Vec<u32>) -> impl Iterator<Item = &mut u32> {
        if let Some(row) = rows.first_mut() {
            yield_!(row);
        }
    }

    #[generator(state)]
    fn nested(rows: &mut Vec<Vec<u32>>) -> impl Iterator<Item = &mut u32> {
        for row in rows.iter_mut() {
            for number in row.iter_mut() {
                yield_!(number);
            }
        }
    }

    #[generator(state)]
    fn chosen(rows: &mut Vec<u32>) -> impl Iterator<Item = &mut u32> {
        for row in rows.iter_mut().filter(|row| **row > 1) {
            yield_!(row);
        }
    }

    #[generator(state)]
    fn boxed(row: &mut Option<Box<u32>>) -> impl Iterator<Item = &mut u32> {
        match row.as_deref_mut() {
            Some(row) => yield_!(row),
            None => {}
        }
    }

    #[test]
    fn is_changed() {
        let mut rows = vec![1, 2];
        delegated(&mut rows).for_each(|row| *row += 1);
        first(&mut rows).for_each(|row| *row *= 10);
        chosen(&mut rows).for_each(|row| *row += 100);
        assert_eq!(rows, [120, 103]);
        let mut table = vec![vec![1], vec![2, 3]];
        nested(&mut table).for_each(|number| *number += 1);
        assert_eq!(table, [vec![2], vec![3, 4]]);
        let mut row = Some(Box::new(1));
        boxed(&mut row).for_each(|row| *row += 1);
        assert_eq!(row, Some(Box::new(2)));
    }

    #[generator(state)]
    fn called_once() -> impl Iterator<Item = u32> {
        let four: Box<dyn FnOnce() -> u32> = Box::new(|| 4);
        yield_!(four());
        yield_!(5);
    }

    #[test]
    fn a_local_closure_is_called_once() {
        assert_eq!(called_once().collect::<Vec<_>>(), [4, 5]);
    }
}
