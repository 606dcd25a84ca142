//! References to the items.

use genfn::generator;
#[generator]
fn outer(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    yield_!(1);
    yield_from!(&numbers);
}
fn main() { outer(vec![]).count(); }
