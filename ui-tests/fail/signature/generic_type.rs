//! A type parameter as the return type.

use genfn::generator;

#[generator]
fn numbers<I: Iterator<Item = u32>>() -> I {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers::<std::ops::Range<u32>>().sum();
}
