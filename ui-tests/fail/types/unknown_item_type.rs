//! Items of a type that does not exist.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = Number> {
    yield_!(1);
}

fn main() {
    let _ = numbers().count();
}
