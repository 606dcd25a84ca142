//! Variables in the body that nobody reads.

#![deny(unused)]

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let early = 1;
    yield_!(1);
    let late = 2;
    let mut written = 3;
    written = 4;
    for index in 0..3 {
        yield_!(4);
    }
}

fn main() {
    let _: u32 = numbers().sum();
}
