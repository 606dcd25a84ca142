//! A yield in a function inside of the generator.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    fn helper(number: u32) {
        yield_!(number);
    }
    helper(1);
    helper(2);
}

fn main() {
    let _: u32 = numbers().sum();
}
