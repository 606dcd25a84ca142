//! A value sent to an iterator, which takes none.

use genfn::{Coroutine, generator};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let mut numbers = numbers();
    numbers.next();
    let _ = numbers.send(1);
}
