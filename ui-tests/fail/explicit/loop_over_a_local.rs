//! A loop that borrows from a local across a yield.

use genfn::generator;

#[generator(state)]
fn doubled(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    for number in &numbers {
        yield_!(2 * number);
    }
}

fn main() {
    doubled(Vec::new()).count();
}
