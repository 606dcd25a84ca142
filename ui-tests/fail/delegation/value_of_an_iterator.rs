//! An iterator in place of a value.

use genfn::{Coroutine, generator};
#[generator]
fn outer() -> impl Coroutine<Yield = u32, Return = u32> {
    yield_from!(0..3)
}
fn main() { let _ = outer().start(); }
