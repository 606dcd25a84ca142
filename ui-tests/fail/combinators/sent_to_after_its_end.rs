//! A started coroutine, sent to again after a step that may have ended it.

use genfn::{Coroutine, CoroutineExt, CoroutineState, generator};

#[generator]
fn sum() -> impl Coroutine<Yield = u32, Resume = u32, Return = u32> {
    yield_!(0) + yield_!(1)
}

fn main() {
    let CoroutineState::Yielded((_, sum)) = sum().begin() else { return };
    let _ = sum.send(1);
    let _ = sum.send(2);
}
