//! A yield in a closure.

use genfn::generator;

#[generator]
fn doubled(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    numbers.iter().for_each(|number| yield_!(number * 2));
}

fn main() {
    let _: u32 = doubled(vec![1]).sum();
}
