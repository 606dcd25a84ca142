//! `Iterator` with the name of another trait's type.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Yield = u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers().count();
}
