//! Items of no known size.

use genfn::generator;

#[generator]
fn items(text: String) -> impl Iterator<Item = str> {
    yield_!(*text);
}

fn main() {
    let _ = items(String::new());
}
