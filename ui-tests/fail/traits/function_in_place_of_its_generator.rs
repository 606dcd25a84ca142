//! The function itself where its generator is meant.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    for number in numbers {
        println!("{number}");
    }
}
