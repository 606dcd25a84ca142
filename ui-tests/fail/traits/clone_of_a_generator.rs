//! A generator that a caller clones.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let numbers = numbers();
    let _ = numbers.clone().chain(numbers).count();
}
