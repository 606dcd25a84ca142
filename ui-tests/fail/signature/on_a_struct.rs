//! The attribute on something that is no function.

use genfn::generator;

#[generator]
struct Numbers {
    current: u32,
}

fn main() {
    let _ = Numbers { current: 1 }.current;
}
