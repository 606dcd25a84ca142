//! Names that a pattern or an argument binds without `mut`, and that get another value.

use genfn::{Coroutine, generator};

#[generator(state)]
fn arm(number: u32) -> impl Iterator<Item = u32> {
    match Some(number) {
        Some(other) => {
            yield_!(other);
            other = 3;
            yield_!(other);
        }
        None => {}
    }
}

#[generator(state)]
fn condition(number: Option<u32>) -> impl Iterator<Item = u32> {
    if let Some(other) = number {
        yield_!(other);
        other = 5;
        yield_!(other);
    }
}

#[generator]
fn value(is_first: bool) -> impl Iterator<Item = u32> + Clone {
    let value = if is_first {
        yield_!(3);
        1
    } else {
        2
    };
    yield_!(value);
    value = 5;
    yield_!(value);
}

#[generator(state)]
fn received() -> impl Coroutine<Yield = u32, Resume = u32> {
    let received = yield_!(1);
    yield_!(received);
    received = 3;
    yield_!(received);
}

#[generator(state)]
fn argument(number: u32) -> impl Iterator<Item = u32> {
    yield_!(number);
    number = 5;
    yield_!(number);
}

#[generator(state)]
fn swapped(pair: (u32, u32)) -> impl Iterator<Item = u32> {
    let (left, right) = pair;
    yield_!(left + 2 * right);
    (left, right) = (right, left);
    yield_!(left + 2 * right);
}

fn main() {}
