//! The items as a type parameter.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers().count();
}
