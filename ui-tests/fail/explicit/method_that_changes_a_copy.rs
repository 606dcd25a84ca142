//! A method of the user's with a name of the standard library's changes what a closure has a copy of.

use genfn::generator;

trait Get {
    fn get(&mut self) -> u32;
}

impl Get for u32 {
    fn get(&mut self) -> u32 {
        *self += 1;
        *self
    }
}

#[generator(state)]
fn sums() -> impl Iterator<Item = u32> {
    let mut count: u32 = 0;
    for sum in (0..3).map(|number: u32| number + count.get()) {
        yield_!(sum);
    }
    yield_!(count);
}

fn main() {
    for _ in sums() {}
}
