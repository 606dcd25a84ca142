//! A local, an argument, the counter of a loop and an array that are changed and not `mut`, in a generator with an
//! explicit state.

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

#[generator(state)]
fn element() -> impl Iterator<Item = u64> {
    let numbers: [u64; 3] = [1, 2, 3];
    for index in 0..3_usize {
        yield_!(numbers[index]);
        numbers[index] = 4;
    }
}

#[generator]
fn part_of_an_element() -> impl Iterator<Item = u64> + Clone {
    let rows: [[(u64, u64); 1]; 2] = [[(1, 2)], [(3, 4)]];
    for index in 0..2_usize {
        yield_!(rows[index][0].0);
        rows[index][0].0 += 4;
    }
}

#[generator(state)]
fn borrowed_element() -> impl Iterator<Item = u64> {
    let numbers: [u64; 3] = [1, 2, 3];
    for index in 0..3_usize {
        yield_!(numbers[index]);
        std::mem::swap(&mut numbers[index], &mut 5);
    }
}

#[generator(state)]
fn method_of_an_array() -> impl Iterator<Item = u64> {
    let numbers: [u64; 3] = [1, 2, 3];
    for index in 0..3_usize {
        yield_!(numbers[index]);
        numbers.reverse();
    }
}

fn main() {
    first(1).chain(argument(1)).chain(later(1)).chain(method(1)).for_each(drop);
    element().chain(part_of_an_element()).for_each(drop);
    borrowed_element().chain(method_of_an_array()).for_each(drop);
}
