//! A coroutine that returns another type than its signature says.

use genfn::{Coroutine, generator};

#[generator]
fn numbers() -> impl Coroutine<Yield = u32, Return = String> {
    yield_!(1);
    2
}

fn main() {
    let _ = numbers().start();
}
