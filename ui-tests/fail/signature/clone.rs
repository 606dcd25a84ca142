//! A generator that is to be cloned.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> + Clone {
    yield_!(1);
}

fn main() {
    let numbers = numbers();
    let _ = numbers.clone().chain(numbers).count();
}
