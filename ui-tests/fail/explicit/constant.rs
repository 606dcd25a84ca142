//! Constants that have a destructor: each use is a value of its own, which a yield would not keep.

use genfn::generator;

struct Logged(u32);

impl Drop for Logged {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

enum Level {
    Low,
}

impl Drop for Level {
    fn drop(&mut self) {
        println!("low");
    }
}

const FIRST: Logged = Logged(1);

fn sum(_: &Logged, _: (), right: u32) -> u32 {
    right
}

fn level(_: Level, _: ()) -> u32 {
    1
}

#[generator(state)]
fn borrowed() -> impl Iterator<Item = u32> {
    yield_!(sum(&FIRST, yield_!(1), 2));
}

#[generator(state)]
fn moved() -> impl Iterator<Item = u32> {
    let pair = (FIRST, yield_!(1));
    yield_!(pair.0.0);
}

#[generator(state)]
fn variant() -> impl Iterator<Item = u32> {
    yield_!(level(Level::Low, yield_!(1)));
}

#[generator(state)]
fn head() -> impl Iterator<Item = u32> {
    match FIRST.0 {
        1 => yield_!(1),
        _ => yield_!(2),
    }
}

#[generator(state)]
fn extended() -> impl Iterator<Item = u32> {
    let first = &FIRST;
    println!("{}", first.0);
    yield_!(1);
}

fn main() {
    borrowed().count();
    moved().count();
    variant().count();
    head().count();
    extended().count();
}
