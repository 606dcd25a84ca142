//! Two mutable borrows across a yield.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let mut number = 1;
    let first = &mut number;
    let second = &mut number;
    yield_!(*second);
    *first += 1;
}

fn main() {
    let _: u32 = numbers().sum();
}
