//! A `mut` that nothing needs.

#![deny(unused)]

use genfn::generator;

#[generator]
fn numbers(mut count: u32) -> impl Iterator<Item = u32> {
    let mut sum = 0;
    yield_!(sum + count);
}

fn main() {
    let _: u32 = numbers(3).sum();
}
