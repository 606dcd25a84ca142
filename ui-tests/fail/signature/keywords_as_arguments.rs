//! Keywords as the names of arguments.

use genfn::generator;

#[generator]
fn numbers(yield: u32) -> impl Iterator<Item = u32> {
    yield_!(yield);
}

#[generator]
fn others(gen: u32) -> impl Iterator<Item = u32> {
    yield_!(gen);
}

fn main() {
    let _ = numbers(1).chain(others(1)).count();
}
