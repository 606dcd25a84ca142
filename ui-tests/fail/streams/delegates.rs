//! What a stream cannot delegate to: one error each, at the delegate.

use futures::Stream;
use genfn::{Coroutine, generator};

#[generator]
async fn strings() -> impl Stream<Item = String> {
    yield_!(String::new());
}

#[generator]
async fn stream() -> impl Stream<Item = u32> {
    yield_from!(strings());
}

#[generator]
async fn results() -> impl Stream<Item = Result<u32, String>> {
    yield_from!(stream());
}

#[generator]
async fn references(values: Vec<u32>) -> impl Stream<Item = u32> {
    yield_from!(&values);
}

#[generator]
async fn function() -> impl Stream<Item = u32> {
    yield_from!(stream);
}

#[generator]
async fn future() -> impl Stream<Item = u32> {
    let later = async { stream() };
    let _ = try_yield_from!(later);
}

#[generator]
fn guesses() -> impl Coroutine<Yield = u32, Resume = bool> {
    let _ = yield_!(1);
}

#[generator]
async fn coroutine() -> impl Stream<Item = u32> {
    yield_from!(guesses());
}

#[generator]
async fn parameter<S: Stream<Item = u8>>(other: S) -> impl Stream<Item = u32> {
    yield_from!(other);
}

#[generator]
async fn any<T: Clone>(value: T) -> impl Stream<Item = T> {
    yield_from!(value);
}

fn main() {}
