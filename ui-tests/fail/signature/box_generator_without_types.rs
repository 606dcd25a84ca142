//! A `BoxGenerator` of nothing in particular.

use genfn::{BoxGenerator, generator};

#[generator]
fn numbers() -> BoxGenerator<'static> {
    yield_!(1);
}

fn main() {
    let _ = numbers().count();
}
