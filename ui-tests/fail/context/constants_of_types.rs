//! Yields in the constants of types.

use genfn::generator;

struct Array<const N: usize>;

fn takes<const N: usize>() {}

#[generator]
fn sizes() -> impl Iterator<Item = usize> {
    let _: [u8; yield_!(1)];
    let _: Array<{ yield_!(2) }>;
    takes::<{ yield_!(3) }>();
    let _ = Vec::<[u8; yield_!(4)]>::new();
}

fn main() {
    let _ = sizes().count();
}
