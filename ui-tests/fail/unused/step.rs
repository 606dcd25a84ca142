//! Steps that may have failed, and nobody looks.

#![deny(unused_must_use)]

use genfn::{Coroutine, generator};

#[generator]
fn echo() -> impl Coroutine<Yield = u32, Resume = u32, Error = String> {
    yield_!(1);
}

fn main() {
    let mut echo = echo();
    echo.start();
    echo.send(1);
    echo.throw(String::new());
    echo.close();
    echo.status();
    echo.take_return();
}
