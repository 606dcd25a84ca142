//! The type of the items as the return type.

use genfn::generator;

#[generator]
fn numbers() -> u32 {
    yield_!(1);
    yield_!(2);
}

fn main() {
    let _: u32 = numbers();
}
