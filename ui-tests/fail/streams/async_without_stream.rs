//! An `async` generator is a stream, and its return type says so.

use genfn::generator;

#[generator]
async fn nothing() {
    yield_!(1);
}

#[generator]
async fn number() -> u32 {
    yield_!(1);
}

#[generator]
async fn list() -> Vec<u32> {
    yield_!(1);
}

#[generator]
async fn iterator() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
async fn future() -> impl Future<Output = u32> {
    yield_!(1);
}

fn main() {
    nothing();
    let _ = number();
}
