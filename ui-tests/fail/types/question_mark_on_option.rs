//! `?` on an `Option` in an iterator.

use genfn::generator;

#[generator]
fn firsts(words: Vec<String>) -> impl Iterator<Item = char> {
    for word in words {
        let first = word.chars().next()?;
        yield_!(first);
    }
}

fn main() {
    let _ = firsts(Vec::new()).count();
}
