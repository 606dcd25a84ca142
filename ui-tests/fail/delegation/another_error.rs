//! A delegate with another type of errors.

use genfn::{Coroutine, generator};
#[generator]
fn inner() -> impl Coroutine<Yield = u32, Error = String> { yield_!(1); }
#[generator]
fn outer() -> impl Coroutine<Yield = u32, Error = &'static str> {
    yield_from!(inner());
}
fn main() { let _ = outer().start(); }
