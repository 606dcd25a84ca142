//! A value at the end of an iterator's body.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
    2
}

fn main() {
    let _: u32 = numbers().sum();
}
