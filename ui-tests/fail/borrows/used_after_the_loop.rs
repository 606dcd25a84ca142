//! A generator that is used after a loop has consumed it.

use genfn::{Coroutine, generator};

#[generator]
fn numbers() -> impl Coroutine<Yield = u32, Return = u32> {
    yield_!(1);
    2
}

fn main() {
    let mut numbers = numbers();
    for number in numbers {
        println!("{number}");
    }
    println!("{:?}", numbers.take_return());
}
