//! A method of the user's own that has the name of one of the standard library, and gives another type.

use genfn::generator;

pub struct Queue;

impl Queue {
    fn len(&self) -> u32 {
        3
    }
}

#[generator(struct Lengths)]
pub fn lengths(queue: Queue) -> impl Iterator<Item = String> {
    let count = queue.len();
    yield_!(count.to_string());
    yield_!(count.to_string());
}

fn main() {
    lengths(Queue).count();
}
