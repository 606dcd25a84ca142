//! A test whose body would never run.

use genfn::generator;

#[generator]
#[test]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {}
