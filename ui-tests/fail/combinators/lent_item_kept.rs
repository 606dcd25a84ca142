//! An item that is lent, kept over the next step.

use genfn::{Coroutine, CoroutineExt, generator};

#[generator]
fn buffers() -> impl Coroutine<Yield = Vec<u8>, Resume = Vec<u8>> {
    let mut buffer = vec![1];
    loop {
        buffer = yield_!(buffer);
    }
}

fn main() {
    let mut buffers = buffers().lend();
    let first = buffers.next();
    let second = buffers.next();
    println!("{first:?} {second:?}");
}
