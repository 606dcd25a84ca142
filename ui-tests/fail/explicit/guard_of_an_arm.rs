//! A yield in the guard of an arm, and others where none can stand.

use genfn::{Coroutine, generator};

#[generator(state)]
fn asks() -> impl Coroutine<Yield = u32, Resume = bool, Return = u32> {
    match 1 {
        1 if yield_!(1) => {}
        _ => {}
    }
    let number = 1;
    assert!(number == 1, "{}", yield_!(3));
    if let Some(one) = Some(1)
        && yield_!(one)
    {}
    #[cfg(test)]
    yield_!(5);
    number
}

fn main() {
    let _ = asks().start();
}
