//! A generator that is to run backwards too.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> + DoubleEndedIterator {
    yield_!(1);
    yield_!(2);
}

fn main() {
    let _ = numbers().rev().next();
}
