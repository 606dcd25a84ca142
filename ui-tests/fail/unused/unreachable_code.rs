//! Code that nothing reaches.

#![deny(unused)]

use genfn::{Coroutine, generator};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    loop {
        yield_!(1);
    }
    yield_!(2);
}

#[generator]
fn early() -> impl Iterator<Item = u32> {
    yield_!(1);
    return;
    println!("late");
}

#[generator]
fn ended() -> impl Coroutine<Yield = u32, Return = u32> {
    yield_!(1);
    return 2;
    println!("late");
}

#[generator]
fn panicked() -> impl Iterator<Item = u32> {
    yield_!(1);
    panic!("early");
    println!("late");
}

#[generator]
fn yielded() -> impl Iterator<Item = u32> {
    yield_!(panic!("early"));
    println!("late");
}

fn main() {
    let _ = numbers().next();
    let _ = early().next();
    let _ = ended().next();
    let _ = panicked().next();
    let _ = yielded().next();
}
