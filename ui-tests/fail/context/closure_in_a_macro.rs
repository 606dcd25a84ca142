//! A yield in a closure among the arguments of a macro.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    println!("{:?}", Some(1).map(|number| yield_!(number)));
}

fn main() {
    let _: u32 = numbers().sum();
}
