//! A size hint that is one number.

use genfn::generator;

#[generator(size_hint = 3)]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
    yield_!(2);
    yield_!(3);
}

fn main() {
    let _: u32 = numbers().sum();
}
