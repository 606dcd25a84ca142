//! A value that is used after it was yielded.

use genfn::generator;

#[generator]
fn names() -> impl Iterator<Item = String> {
    let name = String::from("name");
    yield_!(name);
    println!("{name}");
}

fn main() {
    let _ = names().count();
}
