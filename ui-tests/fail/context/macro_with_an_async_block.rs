//! A yield that another macro puts into an `async` block.

use genfn::generator;

macro_rules! task {
    ($($body:tt)*) => {
        async { $($body)* }
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    drop(task!(let number = 1; yield_!(number)));
}

fn main() {
    let _: u32 = numbers().sum();
}
