//! A generator that is to run backwards.

use genfn::generator;

#[generator]
fn numbers() -> impl DoubleEndedIterator<Item = u32> {
    yield_!(1);
    yield_!(2);
}

fn main() {
    let _ = numbers().rev().next();
}
