//! A coroutine that ends without the value that its signature promises.

use genfn::{Coroutine, generator};

#[generator]
fn numbers() -> impl Coroutine<Yield = u32, Return = String> {
    yield_!(1);
}

fn main() {
    let _ = numbers().start();
}
