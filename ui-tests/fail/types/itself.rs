//! A generator that yields itself.

use genfn::generator;

#[generator]
fn itself() -> impl Iterator<Item = impl Iterator> {
    yield_!(itself());
}

fn main() {
    let _ = itself().count();
}
