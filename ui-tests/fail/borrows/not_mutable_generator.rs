//! A generator that is stepped and not `mut`.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let numbers = numbers();
    println!("{:?}", numbers.next());
}
