//! A generator that yields another type.

use genfn::generator;
#[generator]
fn inner() -> impl Iterator<Item = String> { yield_!(String::new()); }
#[generator]
fn outer() -> impl Iterator<Item = u32> {
    yield_!(1);
    yield_from!(inner());
}
fn main() { outer().count(); }
