//! A generator that is to know how many items are left, with no other bound.

use genfn::generator;

#[generator]
fn numbers() -> impl ExactSizeIterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers().len();
}
