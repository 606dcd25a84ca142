//! What the messages about delegates say to write.

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use genfn::{Coroutine, CoroutineExt, PinCoroutine, coroutine, generator};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
fn thrown() -> impl Coroutine<Yield = u32, Error = String> {
    yield_!(1);
}

#[generator]
fn sent() -> impl Coroutine<Yield = u32, Resume = u8> {
    yield_!(1);
}

#[generator]
fn pinned() -> impl PinCoroutine<Yield = u32> {
    yield_!(1);
}

#[generator]
async fn stream() -> impl Stream<Item = u32> {
    yield_!(1);
}

#[generator]
fn items() -> impl Iterator<Item = Result<u64, String>> {
    yield_from!(numbers().map_yield(u64::from).map_yield(Ok));
    yield_from!(numbers().map_yield(|number| Ok(u64::from(number))));
    for number in numbers() {
        yield_!(Ok(u64::from(number)));
    }
}

#[generator]
fn errors() -> impl Coroutine<Yield = u32, Error = usize> {
    yield_from!(numbers().with_error());
    yield_from!(thrown().map_error(|length: usize| length.to_string(), |text| text.len()));
}

#[generator]
fn values() -> impl Coroutine<Yield = u32, Resume = u8> {
    yield_from!(numbers().map_resume(|_: u8| ()));
    yield_from!(coroutine::from_iter(0..3).map_resume(|_: u8| ()));
    for value in 0..3 {
        yield_!(value);
    }
}

#[generator]
fn collections(values: Vec<u32>, flag: bool) -> impl Iterator<Item = u32> {
    yield_from!(values.iter().copied());
    yield_from!(values.iter().cloned());
    yield_from!(values.into_iter().map(|value| value + 1));
    yield_from!(flag.then(numbers).into_iter().flatten());
    yield_from!(genfn::pin!(pinned()));
}

#[generator]
fn parameter<C: Coroutine<Yield = u32, Resume = (), Error = std::convert::Infallible>>(
    other: C,
) -> impl Iterator<Item = u32> {
    yield_from!(other);
}

#[generator]
async fn streams(values: Vec<u32>) -> impl Stream<Item = Result<u32, String>> {
    yield_from!(stream().map(Ok));
    yield_from!(values.iter().copied().map(Ok));
    yield_from!(values.into_iter().map(Ok));
    yield_from!(sent().map_resume(|()| 1).map_yield(Ok));
    let later = async { stream() };
    yield_from!(later.await.map(Ok));
    let mut pinned = std::pin::pin!(stream());
    while let Some(number) = pinned.next().await {
        yield_!(Ok(number));
    }
}

fn main() {
    assert_eq!(items().count(), 3);
    assert_eq!(errors().count(), 2);
    assert_eq!(values().map_resume(|()| 1).count(), 7);
    assert_eq!(collections(vec![1], true).count(), 5);
    assert_eq!(parameter(numbers()).count(), 1);
    assert_eq!(block_on(streams(vec![1]).count()), 6);
}
