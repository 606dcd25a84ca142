//! A function that returns the name of its generator: the return type says what it yields.

use genfn::generator;

#[generator(struct Lines)]
fn lines(count: u32) -> Lines {
    yield_!(count);
}

fn main() {
    lines(3);
}
