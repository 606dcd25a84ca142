//! A pattern leaves a part of a temporary that lives until the statement ends.

use genfn::generator;

fn take(number: u32) -> u32 {
    number
}

#[generator(state)]
fn numbers() -> impl Iterator<Item = u32> {
    take(match (String::from("left"), yield_!(1)) {
        (_, ()) => 2,
    });
}

fn main() {
    numbers().count();
}
