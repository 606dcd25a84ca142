//! What a generator with an explicit state cannot delegate to: one error each, as without one.

use genfn::{Coroutine, generator};

#[generator(state)]
fn items(values: Vec<String>) -> impl Iterator<Item = u32> {
    yield_from!(values);
}

#[generator(state)]
fn number() -> impl Iterator<Item = u32> {
    yield_from!(5_u32);
}

#[generator]
fn thrown() -> impl Coroutine<Yield = u32, Error = String> {
    yield_!(1);
}

#[generator(state)]
fn error() -> impl Iterator<Item = u32> {
    yield_from!(thrown());
}

#[generator(state)]
fn values() -> impl Coroutine<Yield = u32, Resume = u8> {
    yield_from!(0..3);
}

#[generator(state)]
fn coroutine<C: Coroutine<Yield = u32>>(other: C) -> impl Iterator<Item = u32> {
    yield_from!(other);
}

#[generator(state)]
fn any<T: Clone>(value: T) -> impl Iterator<Item = T> {
    let _ = try_yield_from!(value);
}

fn main() {}
