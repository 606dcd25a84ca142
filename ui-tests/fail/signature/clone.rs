//! A trait object that is to be cloned.

use genfn::generator;

#[generator]
fn numbers() -> Box<dyn Iterator<Item = u32> + Clone> {
    yield_!(1);
}

fn main() {
    numbers().count();
}
