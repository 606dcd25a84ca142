//! An associated type as the return type.

use genfn::generator;

#[generator]
fn numbers() -> <Vec<u32> as IntoIterator>::IntoIter {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
