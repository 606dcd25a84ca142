//! A coroutine that yields nothing in particular.

use genfn::{Coroutine, generator};

#[generator]
fn numbers() -> impl Coroutine<Return = u32> {
    yield_!(1);
    2
}

fn main() {
    let _ = numbers().start();
}
