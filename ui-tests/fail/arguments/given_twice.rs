//! Arguments that are given twice.

use genfn::generator;

#[generator(size_hint = (1, Some(1)), size_hint = (0, None), crate = genfn, crate = genfn)]
fn one() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = one().sum();
}
