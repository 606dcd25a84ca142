//! Macros of the standard library's names that a body defines.

use genfn::generator;

#[generator(state)]
fn defined(text: String) -> impl Iterator<Item = u32> {
    macro_rules! vec {
        ($($value:expr),*) => {
            [$(&$value),*].len() as u32
        };
    }
    let length = vec![text];
    yield_!(length);
}

#[generator(state)]
fn defined_in_a_block(later: bool, text: String) -> impl Iterator<Item = u32> {
    yield_!(1);
    if later {
        macro_rules! unreachable {
            () => {
                drop("later")
            };
        }
        unreachable!();
    }
    yield_!(text.len() as u32);
}

#[generator(state)]
fn defined_with_a_yield() -> impl Iterator<Item = u32> {
    macro_rules! format {
        ($first:literal, $second:expr) => {
            $second
        };
    }
    format!("{}", yield_!(1));
}

fn main() {
    defined(String::new()).count();
    defined_in_a_block(true, String::new()).count();
    defined_with_a_yield().count();
}
