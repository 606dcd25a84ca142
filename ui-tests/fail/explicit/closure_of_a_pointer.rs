//! A closure that a yield keeps gets copies of numbers, and of no number that it finds behind a pointer: the pointer would
//! be asked in front of the loop. Nor does it get one that a closure inside of it changes.

use std::cell::LazyCell;

use genfn::generator;

struct Config {
    limit: u32,
}

#[generator(state)]
fn above(all: Vec<u32>) -> impl Iterator<Item = u32> {
    let config = LazyCell::new(|| Config { limit: 3 });
    for number in all.into_iter().filter(|number| *number > config.limit) {
        yield_!(number);
    }
}

#[generator(state)]
fn counted(all: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut count = 0;
    for number in all.into_iter().filter(|number| {
        let mut add = || count += 1;
        add();
        *number > count
    }) {
        yield_!(number);
    }
}

fn main() {}
