//! A function that calls itself with other type arguments: the states of its calls are of one type.

use genfn::generator;
use std::fmt::Debug;

#[generator(state)]
fn texts<T: Debug>(n: u32, value: T) -> impl Iterator<Item = String> {
    yield_!(format!("{value:?}"));
    if n > 0 {
        yield_from!(texts::<u32>(n - 1, n));
    }
}

fn main() {
    texts(3, "a").count();
}
