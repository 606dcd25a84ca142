//! A yield outside of a generator whose value is used.

use genfn::{try_yield, yield_};

fn numbers() -> u32 {
    let sent: u32 = yield_!(1);
    let next: Result<u32, ()> = try_yield!(sent);
    next.unwrap_or(0) + 1
}

fn main() {
    numbers();
}
