//! The macro imported where nothing needs it.

#![deny(unused)]

use genfn::{Coroutine, generator, try_yield, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    for number in 0..3 {
        println!("{number}");
    }
}

fn main() {
    let _: u32 = numbers().sum();
}
