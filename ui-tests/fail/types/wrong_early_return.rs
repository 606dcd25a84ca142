//! A coroutine with a `return` of another type than its signature says.

use genfn::{Coroutine, generator};

#[generator]
fn numbers(short: bool) -> impl Coroutine<Yield = u32, Return = String> {
    yield_!(1);
    if short {
        return 2;
    }
    "long".to_owned()
}

fn main() {
    let _ = numbers(true).start();
}
