//! `Ok(())` at the end of an iterator over `Result`s.

use std::num::ParseIntError;

use genfn::generator;

#[generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    for word in text.split(' ') {
        yield_!(word.parse());
    }
    Ok(())
}

fn main() {
    let _ = numbers("1 2").count();
}
