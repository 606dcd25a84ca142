//! A value that is never read.

#![deny(unused)]

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let mut number = 1;
    yield_!(number);
    number = 2;
    yield_!(3);
}

fn main() {
    let _: u32 = numbers().sum();
}
