//! A pattern that leaves a part of a temporary across a yield.

use genfn::generator;

struct Pair {
    left: String,
    right: String,
}

fn pair() -> Pair {
    Pair { left: String::new(), right: String::new() }
}

#[generator(state)]
fn left() -> impl Iterator<Item = usize> {
    match pair() {
        Pair { left, .. } => yield_!(left.len()),
    }
}

fn main() {
    left().count();
}
