//! A yield in a closure, whose result is not what the closure is for: one error.

use genfn::generator;

#[generator]
fn numbers(number: Option<u32>) -> impl Iterator<Item = u32> {
    let number: Result<u32, String> = number.ok_or_else(|| yield_!(1));
    yield_!(number.unwrap());
}

fn main() {
    let _ = numbers(None).count();
}
