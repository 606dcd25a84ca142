//! `lend` on a coroutine that takes nothing back.

use genfn::{Coroutine, CoroutineExt, generator};

#[generator]
fn lines() -> impl Coroutine<Yield = String> {
    yield_!(String::new());
}

fn main() {
    let _ = lines().lend();
}
