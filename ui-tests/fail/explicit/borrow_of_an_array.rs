//! Locals that borrow from an array across a yield.

use genfn::generator;

#[generator(state)]
fn of_a_local() -> impl Iterator<Item = u32> {
    let numbers = [1_u32, 2, 3];
    let mut rest = numbers.iter().peekable();
    while let Some(number) = rest.next() {
        yield_!(*number);
    }
}

#[generator(state)]
fn of_an_argument(numbers: [u32; 3]) -> impl Iterator<Item = u32> {
    let rest = &numbers[1..];
    yield_!(rest[0]);
    yield_!(rest[1]);
}

fn main() {
    of_a_local().count();
    of_an_argument([1, 2, 3]).count();
}
