//! `()` as the return type.

use genfn::generator;

#[generator]
fn numbers() -> () {
    yield_!(1);
}

fn main() {
    numbers();
}
