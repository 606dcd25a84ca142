//! `?` in forms of generators that it does not end with an item.

use std::io;

use genfn::{BoxGenerator, Coroutine, PinCoroutine, generator};

#[generator]
fn boxed(path: &str) -> BoxGenerator<'_, io::Result<String>> {
    yield_!(Ok(std::fs::read_to_string(path)?));
}

#[generator]
fn coroutine(path: &str) -> impl Coroutine<Yield = io::Result<String>> {
    yield_!(Ok(std::fs::read_to_string(path)?));
}

#[generator]
fn pinned(path: &str) -> impl PinCoroutine<Yield = String> {
    yield_!(std::fs::read_to_string(path)?);
}

fn main() {
    let _ = boxed("");
    let _ = coroutine("");
    let _ = pinned("");
}
