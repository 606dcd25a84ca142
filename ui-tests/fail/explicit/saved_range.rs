//! Ranges `a..=b` that a saved state keeps, and that may have ended.

use std::ops::RangeInclusive;

use genfn::{Restore, generator};
use serde::{Deserialize, Serialize};

#[generator(struct Numbers)]
#[derive(Serialize, Deserialize)]
fn numbers(last: u32) -> impl Iterator<Item = u32> {
    let mut range: RangeInclusive<u32> = 1..=last;
    while let Some(number) = range.next() {
        yield_!(number);
    }
}

fn all() -> RangeInclusive<u32> {
    1..=3
}

#[generator]
#[derive(Serialize, Deserialize)]
fn of_a_function() -> impl Iterator<Item = u32> + Serialize + Restore {
    for number in all() {
        yield_!(number);
    }
}

#[generator]
#[derive(Serialize, Deserialize)]
fn of_a_delegate() -> impl Iterator<Item = u32> + Serialize + Restore {
    yield_from!(all());
}

fn main() {
    numbers(1).count();
    of_a_function().count();
    of_a_delegate().count();
}
