//! Places that are found by the user's `deref`, which would be called behind the yield.

use std::ops::{Deref, DerefMut};

use genfn::generator;

struct Fields {
    numbers: Vec<u32>,
}

struct Logged<T>(T);

impl<T> Deref for Logged<T> {
    type Target = T;

    fn deref(&self) -> &T {
        println!("deref");
        &self.0
    }
}

impl<T> DerefMut for Logged<T> {
    fn deref_mut(&mut self) -> &mut T {
        println!("deref_mut");
        &mut self.0
    }
}

fn sum(left: &[u32], _: ()) -> u32 {
    left.iter().sum()
}

#[generator(state)]
fn method() -> impl Iterator<Item = u32> {
    let mut numbers = Logged(Vec::new());
    numbers.push({
        yield_!(1);
        2
    });
}

#[generator(state)]
fn behind_a_box() -> impl Iterator<Item = u32> {
    let mut numbers = Box::new(Logged(Vec::new()));
    numbers.push({
        yield_!(1);
        2
    });
}

#[generator(state)]
fn field(fields: Logged<Fields>) -> impl Iterator<Item = u32> {
    yield_!(sum(&fields.numbers, yield_!(1)));
}

#[generator(state)]
fn compared(fields: Logged<Fields>) -> impl Iterator<Item = bool> {
    yield_!(fields.numbers == {
        yield_!(true);
        vec![1]
    });
}

#[generator(state)]
fn text(fields: Logged<Fields>) -> impl Iterator<Item = String> {
    yield_!(format!("{:?} {:?}", fields.numbers, yield_!(String::new())));
}

fn main() {
    method().count();
    behind_a_box().count();
    field(Logged(Fields { numbers: Vec::new() })).count();
    compared(Logged(Fields { numbers: Vec::new() })).count();
    text(Logged(Fields { numbers: Vec::new() })).count();
}
