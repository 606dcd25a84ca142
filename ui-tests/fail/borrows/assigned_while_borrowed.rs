//! An assignment behind a yield to what is borrowed across it.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let mut number = 1;
    let shared = &number;
    yield_!(*shared);
    number += 1;
    yield_!(*shared);
}

fn main() {
    let _: u32 = numbers().sum();
}
