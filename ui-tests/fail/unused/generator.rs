//! A generator that nobody steps.

#![deny(unused_must_use)]

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, generator};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
fn echo() -> impl Coroutine<Yield = u32, Resume = u32> {
    yield_!(1);
}

#[generator]
fn boxed() -> BoxGenerator<'static, u32> {
    yield_!(1);
}

#[generator]
fn local() -> LocalBoxGenerator<'static, u32> {
    yield_!(1);
}

#[generator]
fn object() -> Box<dyn Iterator<Item = u32>> {
    yield_!(1);
}

#[generator]
fn coroutine_object() -> Box<dyn Coroutine<Yield = u32>> {
    yield_!(1);
}

fn main() {
    numbers();
    echo();
    boxed();
    local();
    object();
    coroutine_object();
}
