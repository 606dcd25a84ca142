//! A local, an argument and the counter of a loop that are changed and not `mut`, in a generator with an explicit
//! state.

use genfn::generator;

trait Increase {
    fn increase(&mut self);
}

impl Increase for u64 {
    fn increase(&mut self) {
        *self += 1;
    }
}

#[generator(state)]
fn first(count: u64) -> impl Iterator<Item = u64> {
    let sum: u64 = 0;
    for number in 0..count {
        sum += number;
        yield_!(sum);
    }
}

#[generator(state)]
fn argument(count: u64) -> impl Iterator<Item = u64> {
    while count > 0 {
        yield_!(count);
        count -= 1;
    }
}

#[generator(state)]
fn later(count: u64) -> impl Iterator<Item = u64> {
    for number in 0..count {
        let double: u64 = number * 2;
        yield_!(double);
        double += 1;
        yield_!(double);
    }
}

#[generator(state)]
fn method(count: u64) -> impl Iterator<Item = u64> {
    for number in 0..count {
        let double: u64 = number * 2;
        yield_!(double);
        double.increase();
        yield_!(double);
    }
}

fn main() {
    first(1).chain(argument(1)).chain(later(1)).chain(method(1)).for_each(drop);
}
