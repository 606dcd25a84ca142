//! Items of another type in the arguments of a macro, and in a generator in place.

use genfn::{gen_, generator};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let _ = vec![yield_from!(7_u32)];
}

fn main() {
    let _ = numbers().count();
    let _ = gen_! {
        yield_!(1_u32);
        yield_from!(["a"]);
    };
}
