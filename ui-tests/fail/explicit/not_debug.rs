//! Kept values whose types are not `Debug`, in generators that derive it.

use genfn::{Coroutine, generator};

struct Token(u32);

#[generator]
#[derive(Debug)]
fn of_a_type() -> impl Iterator<Item = u32> {
    let token = Token(1);
    yield_!(token.0);
    yield_!(token.0 + 1);
}

#[generator]
#[derive(Clone, Debug)]
fn of_a_closure(number: u32) -> impl Coroutine<Yield = u32, Return = u32> + Clone {
    let twice = |number: u32| 2 * number;
    yield_!(twice(number));
    twice(number + 1)
}

#[generator]
#[derive(Debug)]
fn of_a_parameter<T: Copy>(value: T) -> impl Iterator<Item = T> {
    yield_!(value);
    yield_!(value);
}

#[generator]
#[derive(Debug)]
fn of_a_delegate() -> impl Iterator<Item = u32> {
    yield_from!(numbers());
}

fn numbers() -> impl Iterator<Item = u32> + Send {
    0..3
}

fn main() {
    println!("{:?}", of_a_type());
    println!("{:?}", of_a_closure(1).clone());
    of_a_parameter(1).count();
    of_a_delegate().count();
}
