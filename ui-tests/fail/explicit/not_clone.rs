//! A kept local whose type is not `Clone`, in a generator that is to be cloned.

use genfn::generator;

struct Token(u32);

#[generator]
fn tokens() -> impl Iterator<Item = u32> + Clone {
    let token = Token(1);
    yield_!(token.0);
    yield_!(token.0 + 1);
}

fn main() {
    tokens().clone().count();
}
