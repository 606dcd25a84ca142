//! A generator that is perhaps there.

use genfn::generator;
#[generator]
fn inner() -> impl Iterator<Item = u32> { yield_!(1); }
#[generator]
fn outer(flag: bool) -> impl Iterator<Item = u32> {
    yield_from!(flag.then(inner));
}
fn main() { outer(true).count(); }
