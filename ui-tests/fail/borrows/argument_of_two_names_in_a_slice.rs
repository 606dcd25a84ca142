//! A name that an argument and the pattern of a slice bind.

use genfn::generator;

#[generator]
fn numbers(a: u32, [a, b]: [u32; 2]) -> impl Iterator<Item = u32> {
    yield_!(a);
    yield_!(b);
}

fn main() {
    let _ = numbers(1, [2, 3]).count();
}
