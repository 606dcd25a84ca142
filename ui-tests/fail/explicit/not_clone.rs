//! Kept locals whose types are not `Clone`, in generators that are to be cloned.

use genfn::generator;

struct Token(u32);

#[generator]
fn tokens() -> impl Iterator<Item = u32> + Clone {
    let token = Token(1);
    yield_!(token.0);
    yield_!(token.0 + 1);
}

#[generator]
fn later() -> impl Iterator<Item = u32> + Clone {
    let later = async move { 1 };
    yield_!(1);
    drop(later);
}

#[generator]
fn of_a_parameter<T: Into<u32>>(value: T) -> impl Iterator<Item = u32> + Clone {
    yield_!(1);
    yield_!(value.into());
}

fn main() {
    tokens().clone().count();
    later().clone().count();
    of_a_parameter(1_u32).clone().count();
}
