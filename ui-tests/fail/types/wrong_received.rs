//! What is sent, taken for another type.

use genfn::{Coroutine, generator};

#[generator]
fn echo() -> impl Coroutine<Yield = u32, Resume = u32> {
    let name: String = yield_!(0);
    println!("{name}");
}

fn main() {
    let _ = echo().start();
}
