//! `Send` promised by a generator over a type that may not be.

use genfn::generator;

#[generator]
fn repeat<T: Clone>(item: T) -> impl Iterator<Item = T> + Send {
    loop {
        yield_!(item.clone());
    }
}

fn main() {
    let _ = repeat(1).next();
}
