//! A yield in an `async` block.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let task = async {
        yield_!(1);
    };
    drop(task);
}

fn main() {
    let _: u32 = numbers().sum();
}
