//! A return type that makes no generator, and mistakes in the body.

use genfn::generator;

#[generator(size_hint)]
const fn numbers() -> Vec<u32> {
    yield 1;
    (0..3).for_each(|number| yield_!(number));
}

fn main() {
    let _: Vec<u32> = numbers();
}
