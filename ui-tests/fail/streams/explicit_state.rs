//! The futures that a body waits for have no states that have a name, or can be cloned.

use futures::Stream;
use genfn::generator;

#[generator(state)]
async fn with_a_state() -> impl Stream<Item = u32> {
    yield_!(1);
}

#[generator(struct Numbers)]
async fn with_a_name() -> impl Stream<Item = u32> {
    yield_!(1);
}

#[generator]
#[derive(Debug)]
async fn with_derives() -> impl Stream<Item = u32> {
    yield_!(1);
}

fn main() {
    let _ = (with_a_state(), with_a_name(), with_derives());
}
