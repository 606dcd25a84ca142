//! Items that lack the trait which the signature promises.

use std::fmt::Display;

use genfn::generator;

struct Opaque;

#[generator]
fn items() -> impl Iterator<Item = impl Display> {
    yield_!(Opaque);
}

fn main() {
    for item in items() {
        println!("{item}");
    }
}
