//! The trait `Generator` as the return type.

use genfn::{Coroutine, Generator, generator};

#[generator]
fn numbers() -> impl Generator<Item = u32> {
    yield_!(1);
}

#[generator]
fn boxed() -> Box<dyn Generator<Item = u32>> {
    yield_!(1);
}



fn main() {
    let mut numbers = numbers();
    let _ = numbers.start();
    let _ = numbers.chain(boxed()).count();
}
