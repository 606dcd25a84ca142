//! A closure that takes a part of a local with it, of which a yield keeps the rest, or a pointer as a whole.

use std::rc::Rc;

use genfn::generator;

struct Pair {
    left: Vec<u32>,
    right: String,
}

#[generator(state)]
fn part(pair: Pair) -> impl Iterator<Item = u32> {
    let element = move |index: usize| pair.left[index];
    yield_!(element(0));
    yield_!(element(1));
}

#[generator(state)]
fn pointer(pair: Rc<Pair>) -> impl Iterator<Item = u32> {
    let element = move |index: usize| pair.left[index];
    yield_!(element(0));
    yield_!(element(1));
}

fn main() {
    let pair = || Pair { left: vec![1, 2], right: String::new() };
    part(pair()).chain(pointer(Rc::new(pair()))).for_each(drop);
}
