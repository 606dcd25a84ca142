//! No name of the user's is in the way of a generator, nor the other way round.

#![deny(warnings)]

use genfn::generator;

#[derive(Clone, Copy)]
struct Result;
struct Option;
struct Box;

#[generator]
fn names(slot: u32, token: u32, start: u32) -> impl Iterator<Item = u32> {
    let (machine, value, resumed, current, sent, result) = (slot, token, start, 4, 5, 6);
    for value in [machine, value, resumed, current, sent, result] {
        yield_!(value);
    }
    let _: (Result, Option, Box) = (Result, Option, Box);
}

#[generator(size_hint = (1, Some(1)))]
fn hinted(size_hint: u32) -> impl Iterator<Item = u32> {
    #![allow(unused_labels)]
    'body: loop {
        break 'body;
    }
    yield_!(size_hint);
}

fn main() {
    assert_eq!(names(1, 2, 3).chain(hinted(7)).sum::<u32>(), 28);
}
