//! A number.

use genfn::generator;
#[generator]
fn outer() -> impl Iterator<Item = u32> {
    yield_!(1);
    yield_from!(5_u32);
}
fn main() { outer().count(); }
