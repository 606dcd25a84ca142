//! `size_hint` without a value.

use genfn::generator;

#[generator(size_hint)]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
