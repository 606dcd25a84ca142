//! Parts of a local that are moved out of it in front of a yield, where what is left cannot be seen.

use genfn::generator;

struct Pair {
    left: Box<u32>,
    right: Box<u32>,
}

#[generator(state)]
fn field(pair: Pair) -> impl Iterator<Item = u32> {
    let left = pair.left;
    yield_!(*left);
}

#[generator(state)]
fn pattern(pair: Pair) -> impl Iterator<Item = u32> {
    let Pair { right, .. } = pair;
    yield_!(*right);
}

fn main() {
    let pair = || Pair { left: Box::new(1), right: Box::new(2) };
    field(pair()).chain(pattern(pair())).for_each(drop);
}
