//! `Send` promised by a generator that takes an `Rc`.

use std::rc::Rc;

use genfn::generator;

#[generator]
fn numbers(shared: Rc<u32>) -> impl Iterator<Item = u32> + Send {
    yield_!(*shared);
    yield_!(*shared + 1);
}

fn main() {
    let _: u32 = numbers(Rc::new(1)).sum();
}
