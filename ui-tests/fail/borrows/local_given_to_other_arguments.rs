//! A reference to a local of the body in what an argument refers to, in other forms.

use std::cell::Cell;

use futures::Stream;
use genfn::generator;

#[generator]
fn shared<'a>(kept: &Cell<&'a str>, count: impl Into<usize>) -> impl Iterator<Item = usize> {
    let word = String::from("word");
    kept.set(&word);
    yield_!(count.into());
}

#[generator]
async fn stream<'a>(kept: &mut Vec<&'a str>) -> impl Stream<Item = usize> {
    let word = String::from("word");
    kept.push(&word);
    yield_!(kept.len());
}

struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    #[generator]
    fn all(&mut self) -> impl Iterator<Item = usize> {
        let word = String::from("word");
        self.0.push(&word);
        yield_!(self.0.len());
    }

    #[generator]
    fn with(&mut self, other: &mut Words<'a>) -> impl Iterator<Item = usize> {
        let word = String::from("word");
        other.0.push(&word);
        yield_!(self.0.len());
    }
}

fn main() {}
