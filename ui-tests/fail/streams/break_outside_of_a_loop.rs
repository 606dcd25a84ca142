//! `break` and `continue` in the body of a stream that no loop is around.

use futures::Stream;
use genfn::{async_gen, generator};

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(1);
    if true {
        break;
    }
}

#[generator]
async fn words(short: bool) -> impl Stream<Item = &'static str> {
    match short {
        true => continue,
        false => yield_!("long"),
    }
}

fn main() {
    let _ = (numbers(), words(true));
    let _ = async_gen! {
        yield_!(1);
        break;
    };
}
