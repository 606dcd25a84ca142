//! `Sync` promised by a generator that holds a `Cell` across a yield.

use std::cell::Cell;

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> + Sync {
    let count = Cell::new(0);
    yield_!(count.get());
    count.set(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
