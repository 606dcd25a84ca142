//! A yielded reference to a temporary.

use genfn::generator;

#[generator]
fn lines() -> impl Iterator<Item = &'static str> {
    yield_!(String::from("line").as_str());
}

fn main() {
    let _ = lines().count();
}
