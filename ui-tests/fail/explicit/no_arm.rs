//! An arm that is missing is proposed behind the user's arms.

use genfn::generator;

#[generator(state)]
fn numbers(options: Vec<Option<u32>>) -> impl Iterator<Item = u32> {
    for option in options {
        match option {
            Some(number) => yield_!(number),
        }
    }
}

fn main() {}
