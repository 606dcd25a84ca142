//! A value sent of another type than the signature says.

use genfn::{Coroutine, generator};

#[generator]
fn echo() -> impl Coroutine<Yield = u32, Resume = u32> {
    let mut number = yield_!(0);
    loop {
        number = yield_!(number);
    }
}

fn main() {
    let mut echo = echo();
    let _ = echo.start();
    let _ = echo.send("one");
}
