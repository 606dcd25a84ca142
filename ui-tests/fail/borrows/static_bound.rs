//! `+ 'static` on a generator that borrows an argument.

use genfn::generator;

#[generator]
fn words(text: &str) -> impl Iterator<Item = String> + 'static {
    for word in text.split(' ') {
        yield_!(word.to_owned());
    }
}

fn main() {
    let _ = words("a text").count();
}
