//! A size hint that consumes an argument which the body needs.

use genfn::generator;

#[generator(size_hint = (0, Some(words.into_iter().count())))]
fn long(words: Vec<String>) -> impl Iterator<Item = String> {
    for word in words {
        if word.len() > 10 {
            yield_!(word);
        }
    }
}

fn main() {
    let _ = long(Vec::new()).count();
}
