//! Every return type that makes a generator.

#![deny(warnings)]

use std::fmt::Display;
use std::iter::FusedIterator;

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, generator};

#[generator]
fn plain() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
fn with_bounds<'a>(text: &'a str) -> impl Iterator<Item = &'a str> + FusedIterator + Send + 'a {
    yield_!(text);
}

#[generator]
fn fused() -> impl FusedIterator<Item = u32> {
    yield_!(1);
}

#[generator]
fn full_path() -> impl ::core::iter::Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
fn nested() -> impl Iterator<Item = impl Display> {
    yield_!(1);
}

#[generator]
fn coroutine() -> impl Coroutine<Yield = u32> {
    yield_!(1);
}

#[generator]
fn nested_in_a_coroutine() -> impl Coroutine<Yield = impl Display> {
    yield_!(1);
}

#[generator]
fn full_coroutine() -> impl Coroutine<Yield = u32, Resume = String, Return = bool, Error = ()> {
    yield_!(1) == "sent"
}

#[generator]
fn boxed() -> Box<dyn Iterator<Item = u32>> {
    yield_!(1);
}

#[generator]
fn boxed_coroutine(text: &str) -> Box<dyn Coroutine<Yield = usize, Return = usize> + '_> {
    yield_!(text.len());
    text.len()
}

#[generator]
fn named() -> BoxGenerator<'static, u32> {
    yield_!(1);
}

#[generator]
fn local(text: &str) -> LocalBoxGenerator<'_, &str, u32, &str> {
    let _ = yield_!(text);
    text
}

#[generator]
fn units() -> impl Iterator<Item = ()> {
    yield_!();
    yield_!(());
}

fn main() {
    assert_eq!(plain().chain(fused()).chain(full_path()).chain(boxed()).chain(named()).sum::<u32>(), 5);
    assert_eq!(with_bounds("a").chain(boxed_coroutine("b").map(|_| "c")).count(), 2);
    assert_eq!(nested().map(|item| item.to_string()).collect::<String>(), "1");
    assert_eq!(coroutine().sum::<u32>(), 1);
    assert_eq!(nested_in_a_coroutine().map(|item| item.to_string()).collect::<String>(), "1");
    assert!(full_coroutine().start().is_ok());
    assert!(local("text").start().is_ok());
    assert_eq!(units().count(), 2);
}
