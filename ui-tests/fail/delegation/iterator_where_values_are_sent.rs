//! An iterator where values are sent.

use genfn::{Coroutine, generator};
#[generator]
fn outer() -> impl Coroutine<Yield = u32, Resume = String> {
    yield_from!(0..3);
}
fn main() { let _ = outer().start(); }
