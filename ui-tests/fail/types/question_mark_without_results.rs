//! `?` in an iterator whose items are no `Result`s.

use genfn::generator;

#[generator]
fn numbers(text: &str) -> impl Iterator<Item = u32> {
    for word in text.split(' ') {
        yield_!(word.parse()?);
    }
}

fn main() {
    let _: u32 = numbers("1 2").sum();
}
