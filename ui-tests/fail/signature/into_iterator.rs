//! `impl IntoIterator` as the return type.

use genfn::generator;

#[generator]
fn numbers() -> impl IntoIterator<Item = u32> {
    yield_!(1);
}

fn main() {
    for number in numbers() {
        println!("{number}");
    }
}
