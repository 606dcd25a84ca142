//! A stream owns its arguments and borrows what they borrow.

use futures::Stream;
use futures::stream::BoxStream;
use genfn::generator;

#[generator]
async fn letters(text: &str) -> impl Stream<Item = char> {
    for letter in text.chars() {
        yield_!(letter);
    }
}

#[generator]
async fn boxed(text: &str) -> BoxStream<'static, char> {
    for letter in text.chars() {
        yield_!(letter);
    }
}

#[generator]
async fn local() -> impl Stream<Item = &'static str> {
    let text = String::from("gone");
    yield_!(&text);
}

fn main() {
    let stream;
    {
        let text = String::from("gone");
        stream = letters(&text);
    }
    drop(stream);
    let _ = (boxed("a"), local());
}
