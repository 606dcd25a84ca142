//! An iterator's body without the attribute.

use genfn::yield_;

fn numbers() -> impl Iterator<Item = u32> {
    for number in 0..3 {
        yield_!(number);
    }
}

fn main() {
    let _: u32 = numbers().sum();
}
