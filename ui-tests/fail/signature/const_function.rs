//! A `const` function.

use genfn::generator;

#[generator]
const fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers().count();
}
