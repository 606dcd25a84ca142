//! A function that returns a generator over one of its locals.

use genfn::generator;

#[generator]
fn words(text: &str) -> impl Iterator<Item = &str> {
    for word in text.split(' ') {
        yield_!(word);
    }
}

fn all() -> impl Iterator<Item = &'static str> {
    let text = String::from("a text");
    words(&text)
}

fn main() {
    let _ = all().count();
}
