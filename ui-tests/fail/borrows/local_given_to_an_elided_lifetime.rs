//! A reference to a local of the body in what an argument refers to, where the lifetime has no name.

use genfn::{gen_, generator};

#[generator]
fn words(kept: &mut Vec<&str>) -> impl Iterator<Item = usize> {
    let word = String::from("word");
    kept.push(&word);
    yield_!(kept.len());
}

fn main() {
    let mut word = "one";
    let kept = &mut word;
    let captured = gen_! {
        let word = String::from("two");
        yield_!(1);
        *kept = &word;
    };
    let _ = (words(&mut Vec::new()).count(), captured.count());
    println!("{word}");
}
