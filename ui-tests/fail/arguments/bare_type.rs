//! A bare type in the attribute.

use genfn::generator;

#[generator(&'static str)]
fn words() -> impl Iterator<Item = &'static str> {
    yield_!("word");
}

fn main() {
    let _ = words().count();
}
