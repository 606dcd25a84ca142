//! A path in quotes, as serde has it.

use genfn::generator;

#[generator(crate = "genfn")]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
