//! A name in the body that does not exist.

use genfn::generator;

#[generator]
fn numbers(count: u32) -> impl Iterator<Item = u32> {
    yield_!(cuont);
}

fn main() {
    let _: u32 = numbers(1).sum();
}
