//! A pinned box of a generator that has to be pinned.

use genfn::{PinCoroutine, generator};

#[generator]
fn pinned() -> impl PinCoroutine<Yield = u32> {
    yield_!(1);
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_from!(Box::pin(pinned()));
}

fn main() {
    let _ = numbers().count();
}
