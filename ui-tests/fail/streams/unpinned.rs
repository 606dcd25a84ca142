//! A stream is pinned before it is polled.

use futures::{Stream, StreamExt};
use genfn::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(1);
}

fn main() {
    futures::executor::block_on(async {
        let mut numbers = numbers();
        while let Some(number) = numbers.next().await {
            println!("{number}");
        }
    });
}
