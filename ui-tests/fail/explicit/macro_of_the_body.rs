//! A yield in a macro that the body defines.

use genfn::generator;

#[generator(state)]
fn numbers() -> impl Iterator<Item = u32> {
    macro_rules! twice {
        ($number:expr) => {
            yield_!($number);
            yield_!($number);
        };
    }
    twice!(1);
}

fn main() {
    numbers().count();
}
