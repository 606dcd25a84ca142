//! What older code is full of: `dyn` bounds in parentheses, explicit lifetimes, `async` beside it.

#![deny(warnings)]

use std::future::Future;

use genfn::generator;

#[generator]
fn tasks<'a>(names: &'a [&'a str]) -> impl Iterator<Item = std::boxed::Box<dyn Future<Output = &'a str> + 'a>> {
    for name in names {
        yield_!(std::boxed::Box::new(async move { *name }));
    }
}

fn main() {
    assert_eq!(tasks(&["a", "b"]).count(), 2);
}
