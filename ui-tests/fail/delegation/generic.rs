//! A type parameter whose bound says less than the types of a generator.

use genfn::{Coroutine, generator};
#[generator]
fn outer<C: Coroutine<Yield = u32>>(c: C) -> impl Iterator<Item = u32> {
    yield_from!(c);
}
fn main() { }
