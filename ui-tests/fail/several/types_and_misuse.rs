//! A misplaced yield and a type error in one body.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    (0..3).for_each(|number| yield_!(number));
    yield_!("four");
}

fn main() {
    let _: u32 = numbers().sum();
}
