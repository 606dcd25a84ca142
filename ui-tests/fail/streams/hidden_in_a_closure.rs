//! A yield that a macro puts into a closure or an `async` block is rejected by its label.

use futures::Stream;
use genfn::generator;

macro_rules! in_closure {
    (do $($code:tt)*) => {
        (|| { $($code)* })()
    };
}

macro_rules! in_block {
    (do $($code:tt)*) => {
        async { $($code)* }.await
    };
}

#[generator]
async fn closure() -> impl Stream<Item = u32> {
    in_closure!(do yield_!(1));
}

#[generator]
async fn block() -> impl Stream<Item = u32> {
    in_block!(do yield_!(1));
}

fn main() {
    let _ = (closure(), block());
}
