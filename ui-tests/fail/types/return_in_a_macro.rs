//! A `return` without a value, in a macro that a body over `Result`s calls.

use genfn::generator;

macro_rules! some_or_return {
    ($value:expr) => {
        match $value {
            Some(value) => value,
            None => return,
        }
    };
}

#[generator]
fn numbers(values: &[Option<u32>]) -> impl Iterator<Item = Result<u32, String>> {
    for value in values {
        yield_!(Ok(some_or_return!(*value)));
    }
}

fn main() {
    let _ = numbers(&[]).count();
}
