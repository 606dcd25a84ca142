//! An iterator returned in place of being yielded from.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
    2..5
}

fn main() {
    let _: u32 = numbers().sum();
}
