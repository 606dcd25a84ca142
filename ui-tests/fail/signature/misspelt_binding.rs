//! A binding that `Coroutine` does not have.

use genfn::{Coroutine, generator};

#[generator]
fn numbers() -> impl Coroutine<Yield = u32, Send = u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers().start();
}
