//! `?` on an error that does not convert into that of the items.

use std::io;

use genfn::generator;

#[generator]
fn numbers(text: &str) -> impl Iterator<Item = io::Result<u32>> {
    for word in text.split(' ') {
        let number = word.parse::<u32>()?;
        yield_!(Ok(number));
    }
}

fn main() {
    let _ = numbers("1 2").count();
}
