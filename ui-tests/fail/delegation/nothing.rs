//! Nothing.

use genfn::generator;
#[generator]
fn outer() -> impl Iterator<Item = u32> {
    yield_from!();
}
fn main() { outer().count(); }
