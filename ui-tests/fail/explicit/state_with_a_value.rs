//! A value for `state`, and `state` twice.

use genfn::generator;

#[generator(state = 1, state, state)]
fn once() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    once().count();
}
