//! A generator that is to be pinned and to have an explicit state.

use genfn::{PinCoroutine, generator};

#[generator(state)]
fn once() -> impl PinCoroutine<Yield = u32> {
    yield_!(1);
}

fn main() {
    let _ = once();
}
