//! The value of a yield in an iterator, taken for more than `()`.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let sent: u32 = yield_!(0);
    yield_!(sent + 1);
}

fn main() {
    let _: u32 = numbers().sum();
}
