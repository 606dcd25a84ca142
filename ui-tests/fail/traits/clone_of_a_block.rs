//! A generator in place is no more `Clone` than one of a function.

use genfn::gen_;

fn main() {
    let numbers = gen_! { yield_!(1); };
    let again = numbers.clone();
    assert!(numbers.eq(again));
}
