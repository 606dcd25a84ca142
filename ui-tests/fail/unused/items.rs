//! Items, labels and parentheses in the body that nothing needs.

#![deny(unused)]

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    use std::collections::HashMap;
    fn helper() {}
    const LIMIT: u32 = 1;
    let number = (1);
    'outer: loop {
        yield_!(number);
        yield_!((number + 1));
    }
}

fn main() {
    let _ = numbers().next();
}
