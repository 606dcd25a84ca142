//! A yield takes any delimiters, and a block where statements are needed.

#![deny(warnings)]

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_![1];
    yield_! { 2 }
    yield_!({
        let number = 1;
        number + 2
    });
    yield_!(4,);
    let tuple = (yield_!(5), 6);
    yield_!(tuple.1);
}

fn main() {
    assert_eq!(numbers().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
}
