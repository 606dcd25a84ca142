//! A guard says which alternative an arm borrows from, where another arm moves the local.

use genfn::generator;

#[generator(state)]
fn lengths(pair: (String, String), long: usize) -> impl Iterator<Item = usize> {
    match pair {
        (ref text, _) | (_, ref text) if text.len() > long => {
            yield_!(text.len());
        }
        (first, second) => {
            yield_!(first.len() + second.len());
            drop(first);
        }
    }
}

fn main() {
    for _ in lengths(("a".to_owned(), "bc".to_owned()), 1) {}
}
