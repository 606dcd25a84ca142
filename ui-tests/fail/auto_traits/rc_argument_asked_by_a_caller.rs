//! `Send` asked of a generator that takes an `Rc`.

use std::rc::Rc;
use std::thread;

use genfn::generator;

#[generator]
fn numbers(shared: Rc<u32>) -> impl Iterator<Item = u32> {
    yield_!(*shared);
}

fn main() {
    let numbers = numbers(Rc::new(1));
    thread::spawn(move || numbers.sum::<u32>()).join().unwrap();
}
