//! A generator that is to own everything and borrows an argument.

use genfn::{BoxGenerator, generator};

#[generator]
fn words(text: &str) -> BoxGenerator<'static, String> {
    for word in text.split(' ') {
        yield_!(word.to_owned());
    }
}

fn main() {
    let _ = words("a text").count();
}
