//! Another trait than the two.

use std::fmt::Debug;

use genfn::generator;

#[generator]
fn numbers() -> impl Debug + Send {
    yield_!(1);
}

fn main() {
    println!("{:?}", numbers());
}
