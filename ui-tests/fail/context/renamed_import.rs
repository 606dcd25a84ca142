//! A yield that goes by another name.

use genfn::{generator, yield_ as give};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    give!(1);
}

fn main() {
    let _ = numbers().count();
}
