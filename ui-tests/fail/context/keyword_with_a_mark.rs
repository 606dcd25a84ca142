//! `yield!(value)`, which is the keyword before a negation.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    for number in 0..3 {
        yield!(number);
    }
}

fn main() {
    let _ = numbers().count();
}
