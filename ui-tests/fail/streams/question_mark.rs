//! `?` needs items that have room for the error.

use futures::Stream;
use genfn::{async_gen, generator};

#[generator]
async fn numbers(text: &str) -> impl Stream<Item = u32> {
    yield_!(text.parse()?);
}

fn main() {
    let _ = numbers("1");
    let _ = async_gen! {
        yield_!("1".parse::<u32>()?);
    };
}
