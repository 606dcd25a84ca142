//! What is awaited is a future.

use futures::Stream;
use genfn::{async_gen, generator};

fn number() -> u32 {
    1
}

async fn later() -> u32 {
    1
}

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(number().await);
}

#[generator]
async fn not_called() -> impl Stream<Item = u32> {
    let number = later.await;
    yield_!(number + 1);
}

#[generator]
async fn parameter<F: Clone>(other: F) -> impl Stream<Item = u32> {
    other.await;
    yield_!(1);
}

fn main() {
    let _ = async_gen! {
        yield_!(number().await);
    };
}
