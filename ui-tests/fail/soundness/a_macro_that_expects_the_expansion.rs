//! A macro that takes a lowered yield apart is given none.

use genfn::generator;

macro_rules! steal {
    ($out:ident, ({ $($expansion:tt)* })) => {
        *$out = 1
    };
}

#[generator]
fn numbers(out: &mut u32) -> impl Iterator<Item = String> {
    steal!(out, yield_!(String::new()));
}

fn main() {
    numbers(&mut 0).for_each(drop);
}
