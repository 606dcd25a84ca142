//! A body that is not Rust.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let number = ;
    yield_!(number);
}

fn main() {
    let _: u32 = numbers().sum();
}
