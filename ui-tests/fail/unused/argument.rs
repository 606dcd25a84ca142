//! Arguments that the body does not mention.

#![deny(unused)]

use genfn::generator;

struct Numbers;

impl Numbers {
    #[generator]
    fn all(&self, limit: u32, (first, second): (u32, u32)) -> impl Iterator<Item = u32> {
        yield_!(second);
    }
}

#[generator]
fn numbers(first: u32, second: u32, mut third: u32) -> impl Iterator<Item = u32> {
    yield_!(second);
}

fn main() {
    let _: u32 = numbers(1, 2, 3).sum();
    let _: u32 = Numbers.all(1, (2, 3)).sum();
}
