//! An argument that is changed while the generator is in use.

use genfn::generator;

#[generator]
fn numbers(all: &[u32]) -> impl Iterator<Item = u32> {
    for number in all {
        yield_!(*number);
    }
}

fn main() {
    let mut all = vec![1, 2, 3];
    for number in numbers(&all) {
        all.push(number);
    }
}
