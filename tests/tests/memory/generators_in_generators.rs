//! Generators that run inside of each other, in each other's place and in each other's
//! destructors never take each other's values.
//!
//! Nothing tells one generator from another but the step that is running, so there is no state to
//! restore and no address to mistake.
//!
//! What a yield smuggled into a nested `async` block or closure, and an item of a shorter
//! lifetime, would do is not tried here: neither compiles.

#![allow(clippy::useless_vec, reason = "what stands in another macro is what is tried")]

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use genfn::{Coroutine, CoroutineState, LocalBoxGenerator, generator};

#[generator]
fn letters(word: &str) -> impl Iterator<Item = String> {
    for letter in word.chars() {
        yield_!(letter.to_string());
    }
}

#[generator]
fn numbers(end: u32) -> impl Iterator<Item = u32> {
    for number in 0..end {
        yield_!(number);
    }
}

#[test]
fn interleaved() {
    #[generator]
    fn interleaved() -> impl Iterator<Item = String> {
        let mut letters = letters("abc");
        let mut numbers = numbers(3);
        let mut others = self::letters("xyz");
        while let (Some(letter), Some(number)) = (letters.next(), numbers.next()) {
            yield_!(letter.clone() + &number.to_string());
            let other = others.next();
            yield_!(letter + other.as_deref().unwrap_or("none"));
        }
        yield_!(format!("{:?} {:?}", numbers.next(), others.next()));
    }

    let expected = ["a0", "ax", "b1", "by", "c2", "cz", "None None"];
    assert_eq!(interleaved().collect::<Vec<_>>(), expected);
}

#[test]
fn stepped_inside_of_a_value() {
    #[generator]
    fn sums() -> impl Iterator<Item = u32> {
        let mut inner = numbers(10);
        yield_!(inner.next().unwrap() + { numbers(3).sum::<u32>() });
        yield_!({
            let mut sum = 0;
            for number in numbers(4) {
                sum += number * inner.next().unwrap();
            }
            sum
        });
        let list = vec![yield_!(inner.next().unwrap()), yield_!(numbers(5).last().unwrap())];
        yield_!(u32::try_from(list.len()).unwrap());
    }

    let expected = [3, 2 + 2 * 3 + 3 * 4, 5, 4, 2];
    assert_eq!(sums().collect::<Vec<_>>(), expected);
}

#[test]
fn sent_to_while_another_is_suspended() {
    #[generator]
    fn echo(name: &'static str) -> impl Coroutine<Yield = String, Resume = u32, Return = u32> {
        let mut sum = 0;
        let mut sent = yield_!(name.to_owned());
        while sent != 0 {
            sum += sent;
            sent = yield_!(format!("{name}{sum}"));
        }
        sum
    }

    #[generator]
    fn conductor() -> impl Coroutine<Yield = String, Resume = u32, Return = (u32, u32)> {
        let (mut one, mut other) = (echo("one"), echo("other"));
        one.start().unwrap();
        other.start().unwrap();
        loop {
            let sent = yield_!("next".to_owned());
            let (first, second) = (one.send(sent).unwrap(), other.send(sent * 2).unwrap());
            match (first, second) {
                (CoroutineState::Yielded(first), CoroutineState::Yielded(second)) => {
                    let extra = yield_!(first + &second);
                    one.send(extra).unwrap();
                }
                (CoroutineState::Complete(first), CoroutineState::Complete(second)) => {
                    return (first, second);
                }
                other => panic!("{other:?}"),
            }
        }
    }

    let mut conductor = conductor();
    conductor.start().unwrap();
    assert_eq!(conductor.send(1), Ok(CoroutineState::Yielded("one1other2".to_owned())));
    assert_eq!(conductor.send(10), Ok(CoroutineState::Yielded("next".to_owned())));
    assert_eq!(conductor.send(2), Ok(CoroutineState::Yielded("one13other6".to_owned())));
    assert_eq!(conductor.send(20), Ok(CoroutineState::Yielded("next".to_owned())));
    assert_eq!(conductor.send(0), Ok(CoroutineState::Complete((33, 6))));
}

#[test]
fn the_first_thing_in_another() {
    /// Its first field is a generator, so it lies at the generator's address.
    #[repr(C)]
    struct First<G> {
        generator: G,
        other: u32,
    }

    impl<G: Iterator<Item = u32>> Iterator for First<G> {
        type Item = u32;

        fn next(&mut self) -> Option<u32> {
            self.other += 1;
            self.generator.next().map(|number| number + self.other * 100)
        }
    }

    #[generator]
    fn around(inner: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        for number in inner {
            yield_!(number + 1000);
        }
    }

    let first = First { generator: numbers(2), other: 0 };
    let nested = around(First { generator: around(first), other: 5 });
    assert_eq!(nested.collect::<Vec<_>>(), [2700, 2901]);
}

#[test]
fn at_the_address_of_an_old_one() {
    let mut place: Option<LocalBoxGenerator<'_, String>> = None;
    let mut seen = Vec::new();
    for word in ["ab", "cd", "ef"] {
        // The old one is dropped, suspended, and the new one takes its place and its frame's.
        place = Some(LocalBoxGenerator::new(letters(word)));
        seen.extend(place.as_mut().and_then(Iterator::next));
    }
    seen.extend(place.as_mut().and_then(Iterator::next));
    assert_eq!(seen, ["a", "c", "e", "f"]);

    let mut current = numbers(2);
    let mut taken = Vec::new();
    for _ in 0..3 {
        taken.extend(current.next());
        let old = mem::replace(&mut current, numbers(5));
        taken.extend(old);
    }
    assert_eq!(taken, [0, 1, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
}

/// Runs another generator to its end when it is dropped, and notes what it gave.
struct Drives<'a>(&'a RefCell<Vec<String>>, &'static str);

impl Drop for Drives<'_> {
    fn drop(&mut self) {
        for letter in letters(self.1) {
            self.0.borrow_mut().push(letter);
        }
        letters(self.1).for_each(|letter| self.0.borrow_mut().push(letter.to_uppercase()));
    }
}

#[test]
fn run_by_a_destructor() {
    #[generator]
    fn driving(log: &RefCell<Vec<String>>) -> impl Iterator<Item = String> {
        let _whole = Drives(log, "ab");
        {
            let _scope = Drives(log, "c");
            yield_!("1".to_owned());
        }
        yield_!(Drives(log, "d").1.to_owned());
        let _ = vec![yield_!("2".to_owned()), drop(Drives(log, "e")), yield_!("3".to_owned())];
    }

    let log = RefCell::new(Vec::new());
    let logged = || log.take().concat();

    assert_eq!(driving(&log).collect::<Vec<_>>(), ["1", "d", "2", "3"]);
    assert_eq!(logged(), "cCdDeEabAB");

    driving(&log).for_each(|item| log.borrow_mut().push(item));
    assert_eq!(logged(), "1cCdDd2eE3abAB");

    let mut dropped = driving(&log);
    dropped.next();
    drop(dropped);
    assert_eq!(logged(), "cCabAB");

    let mut closed = driving(&log);
    closed.next();
    closed.next();
    assert_eq!(logged(), "cCdD");
    assert_eq!(closed.close(), Ok(None));
    assert_eq!(logged(), "abAB");
}

#[test]
fn an_item_whose_destructor_runs_one() {
    #[generator]
    fn items(log: &RefCell<Vec<String>>) -> impl Iterator<Item = Drives<'_>> {
        yield_!(Drives(log, "a"));
        yield_!(Drives(log, "b"));
    }

    let log = RefCell::new(Vec::new());
    let mut generator = items(&log);
    let first = generator.next();
    let second = generator.next();
    assert!(log.borrow().is_empty());
    drop(first);
    assert!(generator.next().is_none());
    drop(second);
    assert_eq!(log.take().concat(), "aAbB");
    items(&log).for_each(drop);
    assert_eq!(log.take().concat(), "aAbB");
}

#[test]
fn one_cannot_step_itself() {
    type Shared = Rc<RefCell<Option<Box<dyn Iterator<Item = u32>>>>>;

    #[generator]
    fn itself(shared: Shared) -> impl Iterator<Item = u32> {
        yield_!(1);
        let stepped = shared.try_borrow_mut().map(|mut this| this.as_mut().map(Iterator::next));
        yield_!(if stepped.is_err() { 2 } else { 3 });
        // The cell is lent to the step that is running, so it cannot be emptied either.
        yield_!(if shared.try_borrow_mut().is_err() { 4 } else { 5 });
    }

    let shared = Shared::default();
    *shared.borrow_mut() = Some(Box::new(itself(Rc::clone(&shared))));
    let next = || shared.borrow_mut().as_mut().and_then(Iterator::next);
    assert_eq!([next(), next(), next(), next()], [Some(1), Some(2), Some(4), None]);
    shared.take();
}

#[test]
fn deep_recursion_keeps_every_level_apart() {
    #[generator]
    fn levels(depth: u32) -> impl Iterator<Item = String> {
        let own = format!("<{depth}>");
        yield_!(own.clone());
        if depth > 0 {
            let borrowed = &own;
            for item in levels(depth - 1) {
                yield_!(format!("{borrowed}{item}"));
            }
        }
    }

    let items: Vec<_> = levels(20).collect();
    for (skipped, item) in items.iter().enumerate() {
        let levels = (0..=20_u32).rev().take(skipped + 1);
        let expected = levels.fold(String::new(), |all, level| format!("{all}<{level}>"));
        assert_eq!(*item, expected);
    }
    assert_eq!(items.len(), 21);
}
