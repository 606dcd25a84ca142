//! A generator with a name in an `impl`, which has no room for its struct.

use genfn::generator;

struct Text(String);

impl Text {
    #[generator(struct Lines)]
    #[derive(Clone)]
    fn lines(text: String) -> impl Iterator<Item = usize> {
        yield_!(text.len());
    }

    #[generator(struct Letters)]
    fn letters(text: Self) -> impl Iterator<Item = char> {
        for letter in text.0.into_bytes() {
            yield_!(char::from(letter));
        }
    }
}

fn main() {}
