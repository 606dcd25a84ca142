//! A local of an explicit state that has a value only after a yield.

use genfn::generator;

// The closure changes it.
#[generator(state)]
fn sums(first: u32) -> impl Iterator<Item = u32> {
    let mut sum;
    yield_!(first);
    sum = first + 1;
    let mut add = |other: u32| {
        sum += other;
        sum
    };
    let added = add(3);
    yield_!(added);
}

#[generator(state)]
fn words(short: bool) -> impl Iterator<Item = u32> {
    let last;
    if short {
        yield_!(1);
        last = 2;
    }
    yield_!(last);
}

#[generator(state)]
fn twice(again: bool) -> impl Iterator<Item = u32> {
    let last;
    yield_!(1);
    last = 2;
    if again {
        last = 3;
    }
    yield_!(last);
}

fn main() {
    let _ = (sums(1).count(), words(true).count(), twice(true).count());
}
