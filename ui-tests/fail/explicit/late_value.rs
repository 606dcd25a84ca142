//! A local of an explicit state that has a value only after a yield.

use genfn::{Coroutine, generator};

#[generator(state)]
fn sums() -> impl Coroutine<Yield = u32, Resume = u32, Return = u32> {
    let sum;
    {
        let first = 1;
        sum = first + yield_!(first);
    }
    sum
}

#[generator(state)]
fn words(short: bool) -> impl Iterator<Item = String> {
    let last: String;
    if short {
        last = String::new();
    } else {
        yield_!("one".to_owned());
        last = "two".to_owned();
    }
    yield_!(last);
}

fn main() {
    let _ = (sums().start(), words(true).count());
}
