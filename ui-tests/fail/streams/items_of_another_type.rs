//! The items are of the signature's type.

use futures::Stream;
use genfn::{async_gen, generator};

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!("one");
    let _ = try_yield!(2.0);
    yield_from!(["three"]);
    yield_from!(4);
    let _ = vec![yield_!("five")];
}

#[generator]
async fn results() -> impl Stream<Item = Result<u32, String>> {
    yield_!(1);
    "x".parse::<u32>()?;
    return Err(2);
}

fn main() {
    let _ = (numbers(), results());
    let _ = async_gen! { -> impl Stream<Item = u32> {
        yield_!("one");
    } };
}
