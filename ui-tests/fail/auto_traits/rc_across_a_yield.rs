//! `Send` promised by a generator that holds an `Rc` across a yield.

use std::rc::Rc;

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> + Send {
    let shared = Rc::new(1);
    yield_!(*shared);
    println!("{shared}");
}

fn main() {
    let _: u32 = numbers().sum();
}
