//! A yield that another macro puts into a constant.

use genfn::generator;

macro_rules! constant {
    ($name:ident $value:expr) => {
        const $name: () = $value;
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    constant!(ONE yield_!(1));
}

fn main() {
    let _: u32 = numbers().sum();
}
