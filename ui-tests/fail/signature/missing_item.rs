//! An iterator over nothing in particular.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator {
    yield_!(1);
}

fn main() {
    let _ = numbers().count();
}
