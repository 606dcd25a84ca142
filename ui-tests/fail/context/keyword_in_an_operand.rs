//! `yield` as an operand.

use genfn::{Coroutine, generator};

#[generator]
fn sums() -> impl Coroutine<Yield = u32, Resume = u32> {
    let mut sum = 0;
    loop {
        sum += yield sum;
    }
}

fn main() {
    let _ = sums().start();
}
