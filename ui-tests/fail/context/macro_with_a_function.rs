//! A yield that another macro puts into a function.

use genfn::generator;

macro_rules! function {
    ($name:ident $body:expr) => {
        fn $name() {
            $body
        }
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    function!(one yield_!(1));
    one();
}

fn main() {
    let _: u32 = numbers().sum();
}
