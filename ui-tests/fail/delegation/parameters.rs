//! A type parameter as the delegate: no bound of the library's own is suggested for it.

use genfn::{Coroutine, generator};

#[generator]
fn coroutine<C: Coroutine<Yield = u32>>(other: C) -> impl Iterator<Item = u32> {
    yield_from!(other);
}

#[generator]
fn items<I: IntoIterator<Item = u64>>(items: I) -> impl Iterator<Item = u32> {
    yield_from!(items);
}

#[generator]
fn values<I: Iterator<Item = u32>>(items: I) -> impl Coroutine<Yield = u32, Resume = u8> {
    yield_from!(items);
}

#[generator]
fn other<T: Clone>(value: T) -> impl Iterator<Item = T> {
    let _ = try_yield_from!(value);
}

fn main() {}
