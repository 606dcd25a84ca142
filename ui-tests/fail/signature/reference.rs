//! A reference to a trait object as the return type.

use genfn::generator;

#[generator]
fn numbers() -> &'static mut dyn Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers().next();
}
