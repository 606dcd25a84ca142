//! A reference to a local of the body in what an argument refers to.

use genfn::generator;

#[generator]
fn words<'a>(kept: &'a mut Vec<&'a str>) -> impl Iterator<Item = usize> {
    let word = String::from("word");
    kept.push(&word);
    yield_!(kept.len());
}

fn main() {
    let _ = words(&mut Vec::new()).count();
}
