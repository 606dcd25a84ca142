//! Items whose type nothing tells.

use std::fmt::Debug;

use genfn::generator;

#[generator]
fn items() -> impl Iterator<Item = impl Debug> {
    yield_!("1".parse().unwrap());
}

fn main() {
    for item in items() {
        println!("{item:?}");
    }
}
