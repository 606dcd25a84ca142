//! Locals that are pinned in their place, and that a yield keeps.

use std::pin::pin;

use genfn::{PinCoroutine, generator};

#[generator(state)]
fn pinned() -> impl Iterator<Item = u32> {
    let mut number = pin!(async { 5 });
    yield_!(1);
    drop(number.as_mut());
}

#[generator(state)]
fn moved_on_a_path(first: bool) -> impl Iterator<Item = u32> {
    let number = pin!(5);
    yield_!(1);
    if first {
        drop(number);
    }
    yield_!(2);
}

#[generator]
fn inner() -> impl PinCoroutine<Yield = u32> {
    yield_!(1);
}

#[generator(state)]
fn pinned_by_this_crate() -> impl Iterator<Item = u32> {
    let mut numbers = genfn::pin!(inner());
    yield_!(1);
    drop(numbers.next());
}

fn main() {
    pinned().count();
    moved_on_a_path(true).count();
    pinned_by_this_crate().count();
}
