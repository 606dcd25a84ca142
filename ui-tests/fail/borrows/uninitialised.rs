//! A local that is yielded before it has a value.

use genfn::generator;

#[generator]
fn numbers(any: bool) -> impl Iterator<Item = u32> {
    let number;
    if any {
        number = 1;
    }
    yield_!(number);
}

fn main() {
    let _: u32 = numbers(true).sum();
}
