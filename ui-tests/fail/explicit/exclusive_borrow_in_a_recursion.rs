//! A function that lends an argument to itself, and uses it again.

use genfn::generator;

#[generator(state)]
fn permutations(items: &mut Vec<u32>, from: usize) -> impl Iterator<Item = Vec<u32>> {
    if from == items.len() {
        let permutation = items.clone();
        yield_!(permutation);
        return;
    }
    for other in from..items.len() {
        items.swap(from, other);
        yield_from!(permutations(items, from + 1));
        items.swap(from, other);
    }
}

fn main() {
    permutations(&mut vec![1], 0).count();
}
