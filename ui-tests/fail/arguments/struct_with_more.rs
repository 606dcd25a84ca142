//! Arguments that say of a named generator what the function says.

use genfn::generator;

#[generator(struct Once<T, U>)]
fn once<T>(value: T) -> impl Iterator<Item = T> {
    yield_!(value);
}

#[generator(pub struct Twice)]
fn twice(value: u32) -> impl Iterator<Item = u32> {
    yield_!(value);
    yield_!(value);
}

#[generator(state, derive(Clone))]
fn thrice(value: u32) -> impl Iterator<Item = u32> {
    yield_!(value);
}

fn main() {
    once(1).count();
    twice(1).count();
    thrice(1).count();
}
