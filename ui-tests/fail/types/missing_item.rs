//! A yield of nothing where an item is due.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!();
}

fn main() {
    let _: u32 = numbers().sum();
}
