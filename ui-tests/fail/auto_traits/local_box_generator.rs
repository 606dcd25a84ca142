//! `Send` asked of a `LocalBoxGenerator`.

use std::thread;

use genfn::{LocalBoxGenerator, generator};

#[generator]
fn numbers() -> LocalBoxGenerator<'static, u32> {
    yield_!(1);
}

fn main() {
    let numbers = numbers();
    thread::spawn(move || numbers.sum::<u32>()).join().unwrap();
}
