//! A coroutine asked for, and an iterator given that is none.

use genfn::{BoxGenerator, Coroutine};

fn drive(mut coroutine: impl Coroutine<Yield = u32>) {
    let _ = coroutine.start();
}

fn main() {
    drive(0..3);
    let _ = BoxGenerator::new(vec![1].into_iter());
}
