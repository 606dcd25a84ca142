//! A local that borrows from another one across a yield.

use genfn::generator;

#[generator(state)]
fn lengths(text: String) -> impl Iterator<Item = usize> {
    let part = &text;
    yield_!(part.len());
    yield_!(part.len());
}

fn main() {
    lengths(String::new()).count();
}
