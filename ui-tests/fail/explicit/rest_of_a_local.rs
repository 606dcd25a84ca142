//! A struct that is made of the rest of a local, of which several fields with destructors are left.

use genfn::{generator, yield_};

pub struct Pair {
    left: String,
    right: String,
    number: u32,
}

#[generator(state)]
pub fn updated(pair: Pair) -> impl Iterator<Item = u32> {
    let other = Pair { right: String::new(), left: String::new(), ..pair };
    yield_!(other.number);
}

fn main() {}
