//! `?` in a coroutine that returns no `Result`.

use genfn::{Coroutine, generator};

#[generator]
fn numbers(text: &str) -> impl Coroutine<Yield = u32, Return = u32> {
    let mut sum = 0;
    for word in text.split(' ') {
        let number: u32 = word.parse()?;
        yield_!(number);
        sum += number;
    }
    sum
}

fn main() {
    let _ = numbers("1 2").start();
}
