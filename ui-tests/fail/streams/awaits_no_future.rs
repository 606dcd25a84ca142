//! What is awaited is a future.

use futures::Stream;
use genfn::generator;

fn number() -> u32 {
    1
}

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(number().await);
}

fn main() {
    let _ = numbers();
}
