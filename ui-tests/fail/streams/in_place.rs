//! What a stream in place says of itself.

use futures::Stream;
use genfn::async_gen;

fn any(_: impl Stream) {}

fn main() {
    any(async_gen! { yield_!(1); });
    let _ = async_gen! { -> impl Stream<Item = u32> + Send { yield_!(1); } };
    let _ = async_gen! { -> impl Stream<Item = u32> yield_!(1) };
    let _ = async_gen! { -> impl Iterator<Item = u32> { yield_!(1); } };
}
