//! A collection that is changed behind a yield while it is iterated over.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let mut numbers = vec![1, 2, 3];
    for number in &numbers {
        yield_!(*number);
        numbers.push(4);
    }
}

fn main() {
    let _: u32 = numbers().sum();
}
