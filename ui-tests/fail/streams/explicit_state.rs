//! A stream that asks for an explicit state.

use futures::Stream;
use genfn::generator;

#[generator(state)]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(1);
}

fn main() {
    let _numbers = numbers();
}
