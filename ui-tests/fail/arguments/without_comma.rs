//! Two arguments with no comma between them.

use genfn::generator;

#[generator(crate = genfn size_hint = (1, Some(1)))]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
