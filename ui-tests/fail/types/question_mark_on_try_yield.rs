//! `?` on a `try_yield!` in an iterator.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    try_yield!(1)?;
}

fn main() {
    let _: u32 = numbers().sum();
}
