//! What has no place in a program without a heap.

use genfn::{Coroutine, gen_, gen_expr, generator};

#[generator]
fn iterates<'a>(items: &'a [u32]) -> impl Iterator<Item = &'a u32> {
    for item in items {
        yield_!(item);
    }
}

#[generator]
fn converses() -> impl Coroutine<Yield = u32, Resume = u32> {
    let mut sum = 0;
    loop {
        sum += yield_!(sum);
    }
}

#[generator(state)]
fn lies_in_a_box(last: u32) -> genfn::BoxGenerator<'static, u32> {
    for number in 0..last {
        yield_!(number);
    }
}

#[generator(state)]
fn lies_in_a_box_of_an_iterator() -> Box<dyn Iterator<Item = u32>> {
    yield_!(1);
}

// Whoever calls them has no errors of its own.
fn calls(items: &[u32]) -> Option<u32> {
    let mut conversation = converses();
    conversation.start().ok()?;
    conversation.send(1).ok()?;
    iterates(items).map(|item| item * 2).max()
}

fn stands_in_place(items: &[[u32; 2]]) -> u32 {
    let in_place = gen_! {
        yield_!(1);
    };
    let nested = gen_expr!(inner * 2 for item in items for inner in item);
    in_place.chain(nested).sum()
}
