//! Items where `Result`s are yielded.

use genfn::generator;
#[generator]
fn outer() -> impl Iterator<Item = Result<u32, String>> {
    yield_from!(0..3);
}
fn main() { outer().count(); }
