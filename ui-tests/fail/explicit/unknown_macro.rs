//! A yield among the arguments of a macro that is not known.

use genfn::generator;

macro_rules! twice {
    ($value:expr) => {
        ($value, $value)
    };
}

#[generator(state)]
fn pairs() -> impl Iterator<Item = u32> {
    let _ = twice!(yield_!(1));
}

fn main() {
    pairs().count();
}
