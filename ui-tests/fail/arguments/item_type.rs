//! The type of the items in the attribute, where other crates have it.

use genfn::generator;

#[generator(yield u32)]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
