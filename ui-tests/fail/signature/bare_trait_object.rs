//! A trait object without a box.

use genfn::generator;

#[generator]
fn numbers() -> dyn Iterator<Item = u32> {
    yield_!(1);
}

fn main() {}
