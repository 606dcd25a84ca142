//! What a closure is shown of a borrowed value, kept behind it.

use genfn::coroutine::Borrowed;
use genfn::{Coroutine, generator};

#[generator]
fn first_words() -> impl Coroutine<Yield = usize, Resume = Borrowed<str>> {
    let word = yield_!(0).with(|line| line.split(' ').next());
    yield_!(word.map_or(0, str::len));
}

fn main() {
    let _ = first_words();
}
