//! A generator that is to know how many items are left.

use genfn::generator;

#[generator(size_hint = (2, Some(2)))]
fn numbers() -> impl Iterator<Item = u32> + ExactSizeIterator {
    yield_!(1);
    yield_!(2);
}

fn main() {
    let _ = numbers().len();
}
