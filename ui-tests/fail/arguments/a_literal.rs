//! A literal among the arguments.

use genfn::generator;

#[generator(16, size = 3)]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
