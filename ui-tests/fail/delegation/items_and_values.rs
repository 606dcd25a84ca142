//! A delegate whose items are others, where values are sent as well, is one error.

use genfn::{Coroutine, generator};

#[generator]
fn numbers(names: Vec<String>) -> impl Coroutine<Yield = u32, Resume = String> {
    yield_from!(names);
}

fn main() {
    let _ = numbers(Vec::new()).start();
}
