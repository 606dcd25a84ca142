//! A function for another language.

use genfn::generator;

#[generator]
pub extern "C" fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers().count();
}
