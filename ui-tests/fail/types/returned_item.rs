//! A `return` with a value from an iterator.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
    return 2;
}

fn main() {
    let _: u32 = numbers().sum();
}
