//! A coroutine that returns a value from a loop which may end without one.

use genfn::{Coroutine, generator};

#[generator]
fn find(numbers: Vec<u32>) -> impl Coroutine<Yield = u32, Return = u32> {
    for number in numbers {
        yield_!(number);
        if number > 5 {
            return number;
        }
    }
}

fn main() {
    let _ = find(vec![1]).start();
}
