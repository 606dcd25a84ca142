//! A call of a generator with a wrong argument.

use genfn::generator;

#[generator]
fn numbers(count: u32) -> impl Iterator<Item = u32> {
    for number in 0..count {
        yield_!(number);
    }
}

fn main() {
    let _: u32 = numbers("three").sum();
}
