//! Items of a type that the yields do not agree on.

use std::fmt::Display;

use genfn::generator;

#[generator]
fn items() -> impl Iterator<Item = impl Display> {
    yield_!(1);
    yield_!("two");
}

fn main() {
    for item in items() {
        println!("{item}");
    }
}
