//! An error thrown of another type than the signature says.

use genfn::{Coroutine, generator};

#[generator]
fn numbers() -> impl Coroutine<Yield = u32, Error = String> {
    yield_!(0);
}

fn main() {
    let mut numbers = numbers();
    let _ = numbers.start();
    let _ = numbers.throw(404);
}
