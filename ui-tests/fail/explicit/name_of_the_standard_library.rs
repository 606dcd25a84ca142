//! Types and variants with names of the standard library's, whose methods borrow where those of the standard library move.

use genfn::{generator, yield_};

pub struct Noisy;

impl Drop for Noisy {
    fn drop(&mut self) {}
}

pub struct Result(pub Noisy);

impl Result {
    pub fn ok(&self) -> u32 {
        1
    }
}

pub trait Read {
    fn bytes(&mut self) -> u32;
}

pub struct Box<T>(pub T, pub Noisy);

impl<T> Box<T> {
    pub fn new(value: T) -> Self {
        Self(value, Noisy)
    }
}

impl<T> std::ops::Deref for Box<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

pub enum Found {
    Some(Noisy),
    No,
}

impl Found {
    pub fn map(&self, value: u32) -> u32 {
        value
    }
}

pub use Found::Some;

#[generator(state)]
pub fn argument(result: Result) -> impl Iterator<Item = u32> {
    yield_!(0);
    yield_!(result.ok());
    yield_!(2);
}

#[generator(state)]
pub fn local(noisy: Noisy) -> impl Iterator<Item = u32> {
    let result: Result = Result(noisy);
    yield_!(0);
    yield_!(result.ok());
    yield_!(2);
}

#[generator(state)]
pub fn bound(mut reader: impl Read) -> impl Iterator<Item = u32> {
    yield_!(0);
    yield_!(reader.bytes());
    yield_!(2);
}

#[generator(state)]
pub fn boxed(number: u32) -> impl Iterator<Item = u32> {
    let boxed = Box::new(number);
    let copied = *boxed;
    yield_!(copied);
    yield_!(2);
}

#[generator(state)]
pub fn variant(noisy: Noisy) -> impl Iterator<Item = u32> {
    let found = Some(noisy);
    yield_!(0);
    yield_!(found.map(3));
    yield_!(2);
}

fn main() {}
