//! A guard in the head of a loop with a yield.

use std::cell::RefCell;

use genfn::generator;

#[generator(state)]
fn all(numbers: &RefCell<Vec<u32>>) -> impl Iterator<Item = u32> {
    for number in numbers.borrow().iter() {
        yield_!(*number);
    }
}

fn main() {
    all(&RefCell::default()).count();
}
