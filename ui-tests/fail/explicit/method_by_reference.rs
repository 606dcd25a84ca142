//! Methods that have the name of one that takes `self`, and take a reference.

use std::rc::Rc;

use genfn::generator;

struct Logged(u32);

impl Logged {
    fn into_number(&self) -> u32 {
        self.0
    }

    fn rev(&self) -> u32 {
        self.0
    }

    fn peekable(&mut self) -> u32 {
        self.0
    }

    fn into_last(&mut self) -> u32 {
        self.0
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

fn sum(left: u32, _: ()) -> u32 {
    left
}

#[generator(state)]
fn local() -> impl Iterator<Item = u32> {
    let logged = Logged(1);
    yield_!(logged.into_number());
    yield_!(2);
}

#[generator(state)]
fn behind_a_pointer() -> impl Iterator<Item = u32> {
    let logged = Rc::new(Logged(1));
    yield_!(logged.into_number());
    yield_!(2);
}

#[generator(state)]
fn temporary() -> impl Iterator<Item = u32> {
    yield_!(sum(Logged(1).rev(), yield_!(1)));
}

#[generator(state)]
fn local_that_is_changed() -> impl Iterator<Item = u32> {
    let mut logged = Logged(1);
    yield_!(logged.into_last());
    yield_!(2);
}

#[generator(state)]
fn temporary_that_is_changed() -> impl Iterator<Item = u32> {
    for number in 0..Logged(1).peekable() {
        yield_!(number);
    }
}

fn main() {
    local_that_is_changed().count();
    temporary_that_is_changed().count();
    local().count();
    behind_a_pointer().count();
    temporary().count();
}
