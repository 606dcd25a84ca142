//! A type of the user's own as the return type.

use genfn::generator;

struct Numbers;

impl Iterator for Numbers {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        None
    }
}

#[generator]
fn numbers() -> Numbers {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
