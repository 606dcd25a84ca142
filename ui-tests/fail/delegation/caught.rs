//! A delegation that catches, to something that is no delegate.

use genfn::{Coroutine, generator};
#[generator]
fn outer() -> impl Coroutine<Yield = u32, Error = String> {
    let _ = try_yield_from!("abc");
}
fn main() { let _ = outer().start(); }
