//! A span that would be held while the generator is suspended.

use genfn::generator;

#[generator]
#[tracing::instrument]
fn below() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[tracing::instrument]
#[generator]
fn above() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = below().chain(above()).sum();
}
