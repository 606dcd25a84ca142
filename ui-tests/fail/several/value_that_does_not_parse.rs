//! A yielded value that is not Rust.

use genfn::generator;

#[generator]
fn numbers(all: Vec<u32>) -> impl Iterator<Item = u32> {
    yield_!(all.);
}

fn main() {
    let _: u32 = numbers(Vec::new()).sum();
}
