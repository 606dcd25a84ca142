//! Macros of the user's that have the names of the standard library's, and take other tokens.

use genfn::generator;

macro_rules! write {
    ($format:literal) => {
        format!($format)
    };
}

macro_rules! unreachable {
    () => {
        drop("later")
    };
}

#[generator(state)]
fn formatted(number: u32) -> impl Iterator<Item = u32> {
    yield_!(number);
    let number = number + 1;
    yield_!(2);
    let text = write!("{number}");
    yield_!(text.len() as u32);
}

#[generator(state)]
fn returns(text: String) -> impl Iterator<Item = u32> {
    yield_!(1);
    unreachable!();
    yield_!(text.len() as u32);
}

fn main() {
    formatted(1).count();
    returns(String::new()).count();
}
