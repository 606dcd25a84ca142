//! Borrows of what an exclusive reference refers to, which is used again behind the yield.

use genfn::generator;

#[generator(state)]
fn elements(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    for number in numbers.iter_mut() {
        *number += 1;
        yield_!(*number);
    }
    numbers.push(4);
}

#[generator(state)]
fn reborrowed(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    for number in &*numbers {
        yield_!(*number);
    }
    yield_!(numbers.len() as u32);
}

#[generator(state)]
fn first(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    let first = &mut numbers[0];
    yield_!(*first);
    *first += 1;
    yield_!(numbers[0]);
}

#[generator(state)]
fn last(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    while let Some(last) = numbers.last_mut() {
        yield_!(*last);
        *last += 1;
        numbers.pop();
    }
}

fn main() {
    let mut numbers = vec![1];
    elements(&mut numbers).count();
    reborrowed(&mut numbers).count();
    first(&mut numbers).count();
    last(&mut numbers).count();
}
