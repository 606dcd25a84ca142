//! A `try_yield!` taken for what is sent.

use genfn::{Coroutine, generator};

#[generator]
fn echo() -> impl Coroutine<Yield = u32, Resume = u32> {
    let number: u32 = try_yield!(0);
    yield_!(number);
}

fn main() {
    let _ = echo().start();
}
