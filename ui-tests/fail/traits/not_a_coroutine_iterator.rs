//! A coroutine over `()` asked for, and one given that takes values.

use genfn::{Coroutine, CoroutineIterator, generator};

#[generator]
fn echo() -> impl Coroutine<Yield = u32, Resume = u32> {
    let mut number = yield_!(0);
    loop {
        number = yield_!(number);
    }
}

fn drive(coroutine: impl CoroutineIterator<Yield = u32>) {
    coroutine.for_each(drop);
}

fn main() {
    drive(echo());
}
