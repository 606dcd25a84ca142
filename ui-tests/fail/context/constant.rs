//! Yields in constants.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    const FIRST: () = yield_!(1);
    static SECOND: () = yield_!(2);
    let _third = const { yield_!(3) };
    let _fourth = [0; yield_!(4)];
}

fn main() {
    let _: u32 = numbers().sum();
}
