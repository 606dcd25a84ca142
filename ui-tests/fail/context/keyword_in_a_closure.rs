//! `yield` in a closure.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    (0..3).for_each(|number| yield number);
}

fn main() {
    let _: u32 = numbers().sum();
}
