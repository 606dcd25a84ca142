//! Iterators over locals whose types rustc alone knows: one error, at the local.

use genfn::generator;

fn list() -> Vec<u32> {
    vec![1, 2]
}

#[generator(state)]
fn lines(text: &str) -> impl Iterator<Item = String> {
    let text = text.to_lowercase();
    for line in text.lines() {
        yield_!(line.to_owned());
    }
}

#[generator(state)]
fn advanced() -> impl Iterator<Item = u32> {
    let list = list();
    let mut numbers = list.iter();
    while let Some(number) = numbers.next() {
        yield_!(*number);
    }
}

fn main() {}
