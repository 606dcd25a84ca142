//! A yielded reference to an argument that the generator owns.

use genfn::generator;

#[generator]
fn words<'a>(text: String, _: &'a str) -> impl Iterator<Item = &'a str> {
    for word in text.split(' ') {
        yield_!(word);
    }
}

fn main() {
    let _ = words(String::new(), "").count();
}
