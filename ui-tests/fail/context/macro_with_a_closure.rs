//! A yield that another macro puts into a closure.

use genfn::generator;

macro_rules! later {
    ($body:expr) => {
        (|| $body)()
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    later!(yield_!(1));
}

fn main() {
    let _: u32 = numbers().sum();
}
