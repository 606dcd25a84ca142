//! Derives of a state that the return type hides.

use genfn::{BoxGenerator, generator};

#[generator]
#[derive(Debug)]
fn of_a_box() -> BoxGenerator<'static, u32> {
    yield_!(1);
}

#[generator]
#[derive(Clone)]
fn of_a_trait_object() -> Box<dyn Iterator<Item = u32>> {
    yield_!(1);
}

#[generator]
#[derive(Clone, PartialEq)]
fn of_an_opaque_type() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
#[derive(Clon)]
fn misspelled() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
#[derive(PartialEq)]
fn with_its_bound() -> impl Iterator<Item = u32> + PartialEq {
    yield_!(1);
}

fn main() {
    of_a_box();
    of_a_trait_object();
    let _ = of_an_opaque_type();
    let _ = misspelled();
    let _ = with_its_bound();
}
