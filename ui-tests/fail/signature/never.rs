//! `!` as the return type.

use genfn::generator;

#[generator]
fn numbers() -> ! {
    loop {
        yield_!(1);
    }
}

fn main() {}
