//! Results in the body that nobody looks at.

#![deny(unused_must_use)]

use genfn::{Coroutine, generator};

#[must_use]
fn weight() -> u32 {
    1
}

#[generator]
fn numbers() -> impl Coroutine<Yield = u32, Error = String> {
    "1".parse::<u32>();
    yield_!(1);
    weight();
    try_yield!(2);
    [1].iter().map(|number| number + 1);
    1 + 2;
}

#[generator]
fn sent() -> impl Coroutine<Yield = u32, Resume = Result<u32, String>> {
    yield_!(1);
}

fn main() {
    let _ = numbers().start();
    let _ = sent().start();
}
