//! `break` and `continue` in a body without a loop.

use genfn::generator;

#[generator]
fn stops() -> impl Iterator<Item = u32> {
    yield_!(1);
    break;
}

#[generator]
fn goes_on(flag: bool) -> impl Iterator<Item = u32> {
    if flag {
        continue;
    }
    yield_!(1);
}

fn main() {
    let _ = stops().chain(goes_on(true)).count();
}
