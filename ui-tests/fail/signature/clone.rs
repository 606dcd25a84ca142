//! A pinned generator that is to be cloned.

use genfn::{PinCoroutine, generator};

#[generator]
fn numbers() -> impl PinCoroutine<Yield = u32> + Clone {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
