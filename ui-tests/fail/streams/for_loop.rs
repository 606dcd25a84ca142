//! A stream is no iterator.

use futures::Stream;
use genfn::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(1);
}

fn main() {
    for number in numbers() {
        println!("{number}");
    }
}
