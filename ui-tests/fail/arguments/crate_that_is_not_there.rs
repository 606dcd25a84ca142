//! A `crate` that does not exist.

use genfn::generator;

#[generator(crate = ::elsewhere)]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
