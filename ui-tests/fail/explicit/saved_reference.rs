//! A saved generator owns what it has saved.

use genfn::generator;
use serde::{Deserialize, Serialize};

#[generator(struct Lengths)]
#[derive(Serialize, Deserialize)]
fn lengths(name: &str, names: Vec<&'static str>, bytes: Option<&[u8]>) -> impl Iterator<Item = usize> {
    yield_!(name.len());
    yield_!(names.len());
    yield_!(bytes.map_or(0, <[u8]>::len));
}

fn main() {
    lengths("a", Vec::new(), None).count();
}
