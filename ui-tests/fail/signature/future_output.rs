//! `impl Future` as the return type.

use std::future::Future;

use genfn::generator;

#[generator]
fn numbers() -> impl Future<Output = u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
