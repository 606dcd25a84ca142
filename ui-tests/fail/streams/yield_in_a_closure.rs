//! A yield in a closure, whose result is not what the closure is for: one error.

use futures::{Stream, StreamExt};
use genfn::generator;

#[generator]
async fn closure(numbers: impl Stream<Item = u32>) -> impl Stream<Item = u32> {
    numbers
        .for_each(|number| {
            yield_!(number);
        })
        .await;
}

#[generator]
async fn block(numbers: impl Stream<Item = u32>) -> impl Stream<Item = u32> {
    numbers.for_each(|number| async move { yield_!(number) }).await;
}

#[generator]
async fn joined() -> impl Stream<Item = u32> {
    let (one, two) = futures::join!(async { yield_!(1) }, async { 2 });
    yield_!(one + two);
}

fn main() {}
