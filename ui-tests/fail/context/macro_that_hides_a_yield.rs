//! A yield in the definition of a macro outside of the generator.

use genfn::generator;

macro_rules! twice {
    ($value:expr) => {
        yield_!($value);
        yield_!($value);
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    twice!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
