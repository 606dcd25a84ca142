//! A generator with a name that delegates to what has no name.

use genfn::generator;

#[generator]
fn inner() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator(struct Outer)]
fn outer() -> impl Iterator<Item = u32> {
    yield_from!(inner());
}

fn main() {
    let _ = outer();
}
