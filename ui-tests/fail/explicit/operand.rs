//! A value that is made before a yield, beside it in one expression.

use genfn::{Coroutine, generator};

struct List(Vec<u32>);

impl List {
    fn add(&mut self, number: u32) -> &mut Self {
        self.0.push(number);
        self
    }
}

#[generator(state)]
fn sums() -> impl Coroutine<Yield = u32, Resume = u32> {
    let mut list = List(Vec::new());
    list.add(1).add(yield_!(2));
}

fn main() {
    let _ = sums().start();
}
