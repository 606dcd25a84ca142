//! What is evaluated only if an assertion fails.

use genfn::generator;

#[generator(state)]
fn numbers() -> impl Iterator<Item = u32> {
    assert_eq!(1, 1, "{}", {
        yield_!(1);
        2
    });
}

fn main() {
    for _ in numbers() {}
}
