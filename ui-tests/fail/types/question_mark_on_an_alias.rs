//! `?` in an iterator whose items are `Result`s by another name.

use std::num::ParseIntError;

use genfn::generator;

type Parsed<T> = Result<T, ParseIntError>;

#[generator]
fn numbers(text: &str) -> impl Iterator<Item = Parsed<u32>> {
    for word in text.split(' ') {
        yield_!(Ok(word.parse()?));
    }
}

fn main() {
    let _ = numbers("1").count();
}
