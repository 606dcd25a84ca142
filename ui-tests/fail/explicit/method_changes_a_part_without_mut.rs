//! A method that changes a field of a local for the last time, which is not `mut`.

use genfn::generator;

#[generator(state)]
fn not_mut(lists: (Vec<u32>, Vec<u32>)) -> impl Iterator<Item = usize> {
    lists.0.push(1);
    yield_!(lists.1.len());
}

fn main() {
    not_mut((Vec::new(), Vec::new())).for_each(drop);
}
