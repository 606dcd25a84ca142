//! A generator function that was not called.

use genfn::generator;
#[generator]
fn inner() -> impl Iterator<Item = u32> { yield_!(1); }
#[generator]
fn outer() -> impl Iterator<Item = u32> {
    yield_from!(inner);
}
fn main() { outer().count(); }
