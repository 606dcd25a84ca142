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

fn main() {
    local().count();
    behind_a_pointer().count();
    temporary().count();
}
