//! A generator in a tuple.

use genfn::generator;

#[generator]
fn numbers() -> (usize, impl Iterator<Item = u32>) {
    yield_!(1);
}

fn main() {
    let (_, numbers) = numbers();
    let _: u32 = numbers.sum();
}
