//! A generator with a name that keeps the head of a `match`, as one of its arms is `_`.

use genfn::generator;

fn pair() -> (String, u32) {
    (String::new(), 1)
}

#[generator(struct Numbers)]
fn numbers(on: bool) -> impl Iterator<Item = u32> {
    match pair().0.len() {
        5 if on => yield_!(1),
        _ => yield_!(3),
    }
}

fn main() {
    let _ = numbers(true);
}
