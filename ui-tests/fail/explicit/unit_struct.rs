//! A unit struct with a destructor as a pattern that always fits: the macro takes it for a local.

use genfn::{generator, yield_};

pub struct Unit;

impl Drop for Unit {
    fn drop(&mut self) {}
}

#[generator(state)]
pub fn bound(unit: Unit) -> impl Iterator<Item = u32> {
    let Unit = unit;
    yield_!(1);
}

#[generator(state)]
pub fn repeated() -> impl Iterator<Item = u32> {
    for Unit in [Unit, Unit] {
        yield_!(1);
    }
}

fn main() {}
