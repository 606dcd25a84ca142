//! `Send` asked of a generator that holds an `Rc` across a yield.

use std::rc::Rc;
use std::thread;

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let shared = Rc::new(1);
    yield_!(*shared);
    println!("{shared}");
}

fn main() {
    let numbers = numbers();
    thread::spawn(move || numbers.sum::<u32>()).join().unwrap();
}
