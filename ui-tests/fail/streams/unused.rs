//! A stream does nothing unless it is polled.
#![deny(unused_must_use)]

use std::pin::pin;

use futures::Stream;
use genfn::{CloseStream, async_gen, generator};

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(1);
}

fn main() {
    numbers();
    async_gen! {
        yield_!(1);
    };
    let mut pinned = pin!(numbers());
    pinned.close();
}
