//! `next` of a coroutine that has to be sent values.

use genfn::{Coroutine, generator};

#[generator]
fn echo() -> impl Coroutine<Yield = u32, Resume = u32> {
    let mut number = yield_!(0);
    loop {
        number = yield_!(number);
    }
}

fn main() {
    println!("{:?}", echo().next());
}
