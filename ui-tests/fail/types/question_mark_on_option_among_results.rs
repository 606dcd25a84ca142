//! `?` on an `Option` in an iterator over `Result`s.

use std::num::ParseIntError;

use genfn::generator;

#[generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    let mut words = text.split(' ');
    loop {
        let word = words.next()?;
        yield_!(word.parse());
    }
}

fn main() {
    let _ = numbers("1 2").count();
}
