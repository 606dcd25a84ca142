//! A method of `Coroutine` without the trait.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let mut numbers = numbers();
    numbers.next();
    let _ = numbers.close();
}
