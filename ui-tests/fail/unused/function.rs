//! A generator function that nobody calls.

#![deny(dead_code)]

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {}
