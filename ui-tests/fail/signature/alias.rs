//! An alias of a generator as the return type.

use genfn::{BoxGenerator, generator};

type Numbers<'a> = BoxGenerator<'a, u32>;

#[generator]
fn numbers(of: &u32) -> Numbers<'_> {
    yield_!(*of);
}

fn main() {
    let _ = numbers(&1).count();
}
