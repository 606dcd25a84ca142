//! Items that borrow from nothing that the signature names.

use genfn::generator;

#[generator]
fn words(first: &str, second: &str) -> impl Iterator<Item = &str> {
    yield_!(first);
    yield_!(second);
}

fn main() {
    let _ = words("", "").count();
}
