//! A trait object in an `Arc`.

use std::sync::Arc;

use genfn::generator;

#[generator]
fn numbers() -> Arc<dyn Iterator<Item = u32>> {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
