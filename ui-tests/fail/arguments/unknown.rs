//! An argument that the attribute does not know.

use genfn::generator;

#[generator(capacity = 8)]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
