//! `yield` as it is written in Python and in nightly Rust.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    for number in 0..3 {
        yield number * 2;
    }
}

fn main() {
    let _: u32 = numbers().sum();
}
