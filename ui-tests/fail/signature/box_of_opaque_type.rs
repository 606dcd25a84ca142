//! `Box<impl Iterator>`.

use genfn::generator;

#[generator]
fn numbers() -> Box<impl Iterator<Item = u32>> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
