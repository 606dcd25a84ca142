//! A box that is to own everything and borrows an argument.

use genfn::generator;

#[generator]
fn words(text: &str) -> Box<dyn Iterator<Item = String>> {
    for word in text.split(' ') {
        yield_!(word.to_owned());
    }
}

fn main() {
    let _ = words("a text").count();
}
