//! An argument that is dropped while the generator is in use.

use genfn::generator;

#[generator]
fn words(text: &str) -> impl Iterator<Item = &str> {
    for word in text.split(' ') {
        yield_!(word);
    }
}

fn main() {
    let words = {
        let text = String::from("a text");
        words(&text)
    };
    println!("{}", words.count());
}
