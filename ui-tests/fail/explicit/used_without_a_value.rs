//! Locals that have no value where they are used, in a generator with an explicit state.

use genfn::generator;

#[generator(state)]
fn sums(count: u32) -> impl Iterator<Item = u32> {
    let mut total: u32;
    for number in 0..count {
        total += number;
        yield_!(total);
    }
}

#[generator(state)]
fn last(count: u32) -> impl Iterator<Item = u64> {
    let last: u64;
    for number in 0..count {
        yield_!(u64::from(number));
    }
    yield_!(last);
}

#[generator(state)]
fn some(again: bool) -> impl Iterator<Item = u32> {
    let is_last: bool;
    if again {
        is_last = false;
    }
    yield_!(1);
    if !is_last {
        yield_!(2);
    }
}

fn main() {
    let _ = (sums(1).count(), last(1).count(), some(true).count());
}
