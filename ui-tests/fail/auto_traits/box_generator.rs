//! A `BoxGenerator`, which is `Send`, that holds an `Rc` across a yield.

use std::rc::Rc;

use genfn::{BoxGenerator, generator};

#[generator]
fn numbers() -> BoxGenerator<'static, u32> {
    let shared = Rc::new(1);
    yield_!(*shared);
    println!("{shared}");
}

fn main() {
    let _: u32 = numbers().sum();
}
