//! A pattern that takes a local apart by reference, and what it binds across a yield.

use genfn::generator;

struct Document {
    text: String,
}

#[generator(state)]
fn of_an_argument(document: Document) -> impl Iterator<Item = usize> {
    let Document { text } = &document;
    yield_!(text.len());
    yield_!(text.len());
}

#[generator(state)]
fn of_a_local() -> impl Iterator<Item = usize> {
    let document = Document { text: String::new() };
    let Document { text } = &document;
    yield_!(text.len());
    yield_!(text.len());
}

#[generator(state)]
fn of_a_tuple(pair: (String, u32)) -> impl Iterator<Item = usize> {
    let (text, _) = &pair;
    yield_!(text.len());
    yield_!(text.len());
}

fn main() {
    let _ = of_an_argument(Document { text: String::new() });
    let _ = (of_a_local(), of_a_tuple((String::new(), 1)));
}
