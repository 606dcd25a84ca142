//! An item borrowed from another argument than the signature says.

use genfn::generator;

#[generator]
fn words<'a, 'b>(first: &'a str, second: &'b str) -> impl Iterator<Item = &'a str> {
    yield_!(first);
    yield_!(second);
}

fn main() {
    let _ = words("", "").count();
}
