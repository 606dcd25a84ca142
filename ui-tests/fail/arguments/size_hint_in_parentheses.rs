//! `size_hint` in the form of a call.

use genfn::generator;

#[generator(size_hint(1, Some(1)))]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
