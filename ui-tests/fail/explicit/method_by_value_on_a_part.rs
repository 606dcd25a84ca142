//! Methods that take a part of a local in front of a yield, where what is left cannot be seen.

use genfn::generator;

struct Part(u32);

impl Part {
    fn finish(self) -> u32 {
        self.0
    }
}

struct Pair {
    left: Part,
    right: Part,
}

fn pair() -> (Part, Part) {
    (Part(1), Part(2))
}

#[generator(state)]
fn field(pair: Pair) -> impl Iterator<Item = u32> {
    yield_!(pair.left.finish());
    yield_!(pair.right.0);
}

#[generator(state)]
fn element() -> impl Iterator<Item = u32> {
    let pair = pair();
    if pair.1.0 == 2 {
        yield_!(pair.0.finish());
    }
    yield_!(pair.1.0);
}

fn main() {
    let pair = Pair { left: Part(1), right: Part(2) };
    field(pair).chain(element()).for_each(drop);
}
