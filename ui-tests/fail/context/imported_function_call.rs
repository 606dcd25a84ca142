//! A yield without the exclamation mark, with the macro imported.

use genfn::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
