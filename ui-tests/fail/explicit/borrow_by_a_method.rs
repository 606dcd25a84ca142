//! A local that a method has borrowed from another one, across a yield.

use genfn::generator;

#[generator(state)]
fn words(text: String) -> impl Iterator<Item = usize> {
    for word in text.split(' ') {
        yield_!(word.len());
    }
}

#[generator(state)]
fn letters(text: String, more: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut numbers = more.iter().copied().enumerate();
    yield_!(text.len() as u32);
    yield_!(numbers.next().map_or(0, |(_, number)| number));
}

/// rustc says it of what the macro does not know.
#[generator(state)]
fn inferred(text: &str) -> impl Iterator<Item = usize> {
    let text = text.to_owned();
    for word in text.split(' ') {
        yield_!(word.len());
    }
}

fn main() {
    words(String::new()).count();
    letters(String::new(), Vec::new()).count();
    inferred("").count();
}
