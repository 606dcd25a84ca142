//! A move that is none, and a lifetime that does not fit, are reported where the user has written them.

use genfn::generator;

#[generator(state)]
fn out_of_a_reference(pairs: &[(u32, String)]) -> impl Iterator<Item = String> {
    for &(_, text) in pairs {
        yield_!(text);
    }
}

#[generator(state)]
fn in_a_loop(text: String, times: u32) -> impl Iterator<Item = String> {
    for _ in 0..times {
        yield_!(text);
    }
}

#[generator(state)]
fn another_lifetime<'a, 'b>(first: &'a [u32], second: &'b [u32]) -> impl Iterator<Item = &'a u32> {
    for number in first {
        yield_!(number);
    }
    for number in second {
        yield_!(number);
    }
}

fn main() {}
