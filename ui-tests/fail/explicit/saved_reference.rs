//! A saved generator owns what it has saved: arguments, and locals that a yield keeps.

use genfn::generator;
use serde::{Deserialize, Serialize};

#[generator(struct Lengths)]
#[derive(Serialize, Deserialize)]
fn lengths(name: &str, names: Vec<&'static str>, bytes: Option<&[u8]>) -> impl Iterator<Item = usize> {
    yield_!(name.len());
    yield_!(names.len());
    yield_!(bytes.map_or(0, <[u8]>::len));
}

#[generator(struct Parts)]
#[derive(Serialize, Deserialize)]
fn parts(first: u32) -> impl Iterator<Item = usize> {
    let text: &'static str = "abc";
    for index in first..3 {
        let part: &str = &text[index as usize..];
        yield_!(part.len());
        yield_!(part.len() + text.len());
    }
}

fn main() {
    lengths("a", Vec::new(), None).count();
    parts(1).count();
}
