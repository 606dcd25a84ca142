//! `yield` without a value.

use genfn::generator;

#[generator]
fn ticks() -> impl Iterator<Item = ()> {
    loop {
        yield;
    }
}

fn main() {
    let _ = ticks().next();
}
