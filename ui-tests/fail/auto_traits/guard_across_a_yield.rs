//! `Send` promised by a generator that holds a lock across a yield.

use std::sync::Mutex;

use genfn::generator;

#[generator]
fn numbers(all: &Mutex<Vec<u32>>) -> impl Iterator<Item = u32> + Send {
    let all = all.lock().unwrap();
    for number in all.iter() {
        yield_!(*number);
    }
}

fn main() {
    let _: u32 = numbers(&Mutex::new(Vec::new())).sum();
}
