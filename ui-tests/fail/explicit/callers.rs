//! The callers of functions that cannot have an explicit state show no errors of their own.

use genfn::{Coroutine, generator};

#[generator(state)]
fn numbers() -> impl Iterator<Item = u32> {
    let all = vec![1];
    let first = &all[0];
    let borrowed = &all;
    yield_!(*first);
    drop(borrowed);
}

#[generator]
fn sums() -> impl Coroutine<Yield = u32> + Clone {
    let all = vec![1];
    let borrowed = &all;
    yield_!(1);
    drop(borrowed);
}

fn run<C: Coroutine<Yield = u32, Resume = (), Return = ()> + Iterator<Item = u32>>(generator: C) {
    generator.count();
}

fn main() {
    run(numbers());
    run(sums().clone());
    for number in sums() {
        let _: u32 = number;
    }
}
