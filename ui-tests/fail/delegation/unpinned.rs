//! A generator that has to be pinned.

use genfn::{PinCoroutine, generator};
#[generator]
fn inner() -> impl PinCoroutine<Yield = u32> { yield_!(1); }
#[generator]
fn outer() -> impl Iterator<Item = u32> {
    yield_from!(inner());
}
fn main() { outer().count(); }
