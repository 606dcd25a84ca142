//! A collection as the return type.

use genfn::generator;

#[generator]
fn numbers() -> Vec<u32> {
    yield_!(1);
}

fn main() {
    let _: Vec<u32> = numbers();
}
