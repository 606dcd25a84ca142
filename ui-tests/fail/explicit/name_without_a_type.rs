//! Locals whose types a generator with a name has to know.

use std::collections::VecDeque;

use genfn::{Coroutine, generator};

#[generator(struct Words)]
pub fn words(text: String) -> impl Iterator<Item = String> {
    let parts: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let mut count = parts.iter().filter(|part| part.is_empty()).count();
    for part in parts {
        yield_!(part);
    }
    for place in 0..count {
        yield_!(place.to_string());
        count += 1;
    }
}

#[generator(struct Patterns)]
pub fn patterns(mut rows: VecDeque<(u32, u32)>) -> impl Iterator<Item = u32> {
    let (first, _second) = rows.pop_front().unwrap_or_default();
    while let Some(mut row) = rows.pop_front() {
        yield_!(row.0 + first);
        row.1 += 1;
        yield_!(row.1);
    }
    let all: Vec<_> = vec![1_u8, 2];
    yield_!(0);
    yield_!(u32::from(all[0]));
}

pub struct Grid {
    cells: Vec<u32>,
}

#[generator(struct Cells)]
pub fn cells(grid: &Grid, other: &Grid) -> impl Iterator<Item = u32> {
    for cell in &grid.cells {
        yield_!(*cell);
    }
    let cells: &Vec<u32> = &other.cells;
    for cell in cells {
        yield_!(*cell);
    }
    for left in (0..=cells.len() / 2).rev() {
        yield_!(left as u32);
    }
}

#[generator(struct Answers)]
pub fn answers() -> impl Coroutine<Yield = u32, Resume = Result<u8, u8>> {
    if let Ok(answer) = yield_!(1).map(u32::from) {
        yield_!(2);
        yield_!(answer);
    }
}

#[generator(struct Twice)]
pub fn of_closures(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    let twice = |number| 2 * number;
    yield_!(twice(1));
    yield_!(twice(2));
    for number in numbers.into_iter().map(|number| number + 1) {
        yield_!(number);
    }
}

#[generator(struct WithDefault)]
#[derive(Clone, Default)]
pub fn with_a_default() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator(struct)]
pub fn without_a_name() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    words(String::new()).count();
    without_a_name().count();
}
