//! Types that are nearly one of a stream.

use std::fmt::Debug;

use futures::{Stream, TryStream};
use genfn::generator;

#[generator]
async fn tries() -> impl TryStream<Ok = u32, Error = String> {
    yield_!(Ok(1));
}

#[generator]
async fn boxed() -> Box<dyn Stream<Item = u32>> {
    yield_!(1);
}

#[generator]
async fn object() -> dyn Stream<Item = u32> {
    yield_!(1);
}

#[generator]
async fn says_not_what() -> impl Stream {
    yield_!(1);
}

#[generator]
async fn may_fail() -> Result<impl Stream<Item = u32>, String> {
    yield_!(1);
}

#[generator]
async fn shows() -> impl Debug {
    yield_!(1);
}

#[generator]
async fn without_size() -> impl Stream<Item = str> {
    yield_!(*"text");
}

#[generator]
async fn cloned() -> impl Stream<Item = u32> + Clone {
    yield_!(1);
}

fn main() {}
