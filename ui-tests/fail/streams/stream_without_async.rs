//! A function that gives a stream is `async`. Its callers show no errors of their own.

use futures::Stream;
use futures::stream::BoxStream;
use genfn::generator;

#[generator]
fn numbers() -> impl Stream<Item = u32> {
    std::future::ready(()).await;
    yield_!(1);
}

#[generator]
pub fn boxed() -> BoxStream<'static, u32> {
    yield_!(1);
}

fn main() {
    let _stream = std::pin::pin!(numbers());
}
