//! Macros of the user's of which an explicit state relies on how they show their arguments.

use genfn::generator;

macro_rules! assert {
    ($condition:expr) => {
        ()
    };
    ($condition:expr, $message:expr) => {
        panic!($message)
    };
}

macro_rules! stringify {
    ($value:expr) => {
        $value
    };
}

#[generator(state)]
fn asserted(number: u32) -> impl Iterator<Item = u32> {
    yield_!(number);
    let number = number + 1;
    yield_!(number);
    assert!(number > 1);
}

#[generator(state)]
fn given(number: u32) -> impl Iterator<Item = u32> {
    yield_!(number);
    let number = number + 1;
    yield_!(stringify!(number));
}

fn main() {
    asserted(1).count();
    given(1).count();
}
