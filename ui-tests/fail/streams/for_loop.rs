//! A stream is no iterator.

use futures::Stream;
use genfn::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(1);
}

#[generator]
fn all() -> impl Iterator<Item = u32> {
    yield_from!(numbers());
}

fn main() {
    for number in numbers() {
        println!("{number}");
    }
    let _ = all();
}
