//! A macro that is a statement declares a local, which lives across a yield.

use genfn::generator;

macro_rules! defer {
    ($guard:expr) => {
        let _guard = $guard;
    };
}

#[generator(state)]
fn numbers() -> impl Iterator<Item = u32> {
    defer!(String::new());
    yield_!(1);
}

fn main() {}
