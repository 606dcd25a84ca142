//! Types of kept locals that a generator with a name knows without a `let` that writes them.

use std::collections::{HashMap, VecDeque};

use genfn::{Coroutine, CoroutineState, generator};

struct Grid<T> {
    width: usize,
    cells: Vec<T>,
}

#[generator(struct Cells)]
#[derive(Clone)]
fn cells<T>(grid: &Grid<T>) -> impl Iterator<Item = (usize, usize, &T)> {
    let cells: std::iter::Enumerate<std::slice::Iter<'_, T>> = grid.cells.iter().enumerate();
    for (index, cell) in cells {
        let index: usize = index;
        let cell: &T = cell;
        yield_!((index % grid.width, index / grid.width, cell));
    }
}

#[generator(struct Rows)]
fn rows<T>(grid: &Grid<T>) -> impl Iterator<Item = &[T]> {
    let all: &Vec<T> = &grid.cells;
    let first: &[T] = &all[..grid.width];
    for row in 0_usize..all.len() / grid.width {
        yield_!(if row == 0 { first } else { &all[row * grid.width..][..grid.width] });
    }
}

#[test]
fn a_lifetime_without_a_name_is_that_of_the_signature() {
    let grid = Grid { width: 2, cells: vec!['a', 'b', 'c', 'd'] };
    let all = [(0, 0, &'a'), (1, 0, &'b'), (0, 1, &'c'), (1, 1, &'d')];
    assert_eq!(cells(&grid).collect::<Vec<_>>(), all);
    assert_eq!(rows(&grid).collect::<Vec<_>>(), [['a', 'b'], ['c', 'd']]);
}

#[generator(struct Constants)]
fn constants(count: usize) -> impl Iterator<Item = &'static str> {
    let names: &[&str] = &["a", "b", "c"];
    for index in 0..count {
        yield_!(names[index]);
    }
}

#[test]
fn without_a_lifetime_in_the_signature_it_is_static() {
    assert_eq!(constants(2).collect::<Vec<_>>(), ["a", "b"]);
}

#[generator(struct Echo)]
fn echo(first: u8) -> impl Coroutine<Yield = u32, Resume = u8> {
    let sent = yield_!(u32::from(first));
    let wide = yield_!(u32::from(sent)) as usize;
    yield_!(u32::from(sent) + wide as u32);
    if let 1 = yield_!(0) {
        yield_!(u32::from(sent));
    }
}

#[test]
fn the_value_of_a_yield_has_the_type_that_is_sent() {
    let mut echo = echo(7);
    assert_eq!(echo.start(), Ok(CoroutineState::Yielded(7)));
    for (sent, yielded) in [(2, 2), (3, 5), (0, 0), (1, 2)] {
        assert_eq!(echo.send(sent), Ok(CoroutineState::Yielded(yielded)));
    }
}

#[generator(struct Values)]
#[derive(Debug)]
fn values(list: Vec<f64>) -> impl Iterator<Item = f64> {
    let count = list.len();
    let half = count as u32 / 2;
    let twice = count << 1;
    let below = -(half as i32);
    let odd = !(half == 1);
    let name = String::from("name");
    let none = String::new();
    let zeros = vec![0_u8; 4];
    let bytes = Vec::<u8>::with_capacity(2);
    let boxed = Box::new(3_u8);
    let pair = (1_u8, true);
    for index in 0..count {
        yield_!(list[index] + f64::from(half) + twice as f64 + f64::from(below));
        assert!(odd && pair.1 && none.is_empty() && name == "name");
        assert_eq!(zeros.len() + bytes.len() + usize::from(*boxed + pair.0), 8);
    }
}

#[test]
fn constructors_and_numbers_beside_literals_have_known_types() {
    assert_eq!(values(vec![1.5, 2.5, 3.5, 4.5]).collect::<Vec<_>>(), [9.5, 10.5, 11.5, 12.5]);
}

#[generator(struct Reversed)]
fn reversed(list: &[u32]) -> impl Iterator<Item = u32> {
    for number in list.iter().copied().rev() {
        yield_!(number);
    }
}

#[test]
fn copied_items_have_known_types() {
    assert_eq!(reversed(&[1, 2, 3]).collect::<Vec<_>>(), [3, 2, 1]);
}

#[generator(struct Queue)]
fn queue(mut rows: VecDeque<(u32, String)>) -> impl Iterator<Item = String> {
    while let Some(row) = rows.pop_front() {
        let mut row: (u32, String) = row;
        yield_!(row.1.clone());
        row.0 += 1;
        yield_!(row.0.to_string());
    }
}

#[test]
fn a_local_of_a_pattern_gets_a_type_in_the_block() {
    let rows = VecDeque::from([(1, "a".to_owned()), (2, "b".to_owned())]);
    assert_eq!(queue(rows).collect::<Vec<_>>(), ["a", "2", "b", "3"]);
}

#[generator(struct Filled)]
fn filled<const N: usize>(duty: u8) -> impl Iterator<Item = bool> {
    let mut buffer = [0_u8; N];
    let limits = [b'a', 2];
    for step in 0..=u8::MAX {
        buffer[0] = step;
        yield_!(step < duty && buffer[0] < limits[0]);
    }
}

#[test]
fn an_array_and_a_constant_of_a_number_have_known_types() {
    assert_eq!(filled::<4>(3).filter(|on| *on).count(), 3);
    assert_eq!(filled::<1>(3).count(), 256);
}

#[generator(struct DepthFirst)]
fn depth_first(graph: HashMap<usize, Vec<usize>>) -> impl Iterator<Item = usize> {
    let mut stack: Vec<usize> = vec![0];
    while let Some(node) = stack.pop() {
        let node: usize = node;
        yield_!(node);
        if let Some(next) = graph.get(&node) {
            stack.extend(next);
        }
    }
}

#[test]
fn a_local_that_is_bound_again_has_the_type_of_the_new_one() {
    let graph = HashMap::from([(0, vec![1, 2]), (2, vec![3])]);
    assert_eq!(depth_first(graph).collect::<Vec<_>>(), [0, 2, 3, 1]);
}
