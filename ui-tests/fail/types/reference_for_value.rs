//! A reference where a value is due.

use genfn::generator;

#[generator]
fn copied(numbers: &[u32]) -> impl Iterator<Item = u32> {
    for number in numbers {
        yield_!(number);
    }
}

fn main() {
    let _: u32 = copied(&[1]).sum();
}
