//! `Coroutine` in the signature, and not imported.

use genfn::generator;

#[generator]
fn numbers() -> impl Coroutine<Yield = u32, Return = u32> {
    yield_!(1);
    2
}

fn main() {
    let _ = numbers();
}
