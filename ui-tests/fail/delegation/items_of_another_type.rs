//! A collection of another type.

use genfn::generator;
#[generator]
fn outer(numbers: Vec<String>) -> impl Iterator<Item = u32> {
    yield_from!(numbers);
}
fn main() { outer(vec![]).count(); }
