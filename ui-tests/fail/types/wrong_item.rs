//! A value of another type than the signature's.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!("one");
}

fn main() {
    let _: u32 = numbers().sum();
}
