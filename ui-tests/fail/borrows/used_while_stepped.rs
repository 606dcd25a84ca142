//! A generator that is stepped while it is iterated over.

use genfn::{Coroutine, generator};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let mut numbers = numbers();
    for number in &mut numbers {
        println!("{number} {:?}", numbers.close());
    }
}
