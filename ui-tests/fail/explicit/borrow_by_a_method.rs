//! A local that a method has borrowed from another one, across a yield.

use genfn::generator;

#[generator(state)]
fn words(text: String) -> impl Iterator<Item = usize> {
    for word in text.split(' ') {
        yield_!(word.len());
    }
}

fn main() {
    words(String::new()).count();
}
