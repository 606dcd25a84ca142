//! A yield without the exclamation mark.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
