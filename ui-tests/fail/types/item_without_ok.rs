//! A bare value where the items are `Result`s.

use std::num::ParseIntError;

use genfn::generator;

#[generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    for word in text.split(' ') {
        let number: u32 = word.parse()?;
        yield_!(number);
    }
}

fn main() {
    let _ = numbers("1 2").count();
}
