//! `Pin<Box<dyn Iterator>>`, from a habit with streams.

use std::pin::Pin;

use genfn::generator;

#[generator]
fn numbers() -> Pin<Box<dyn Iterator<Item = u32>>> {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
