//! `Send` promised by a generator that holds another one, which is not, across a yield.

use std::rc::Rc;

use genfn::generator;

#[generator]
fn inner() -> impl Iterator<Item = u32> {
    let shared = Rc::new(1);
    yield_!(*shared);
    drop(shared);
}

#[generator]
fn outer() -> impl Iterator<Item = u32> + Send {
    for number in inner() {
        yield_!(number);
    }
}

fn main() {
    let _: u32 = outer().sum();
}
