//! A borrow that has ended on each path to a yield, and is not known to have no destructor, in a generator that shows
//! its locals.

use genfn::generator;

#[generator]
#[derive(Debug)]
fn numbers(mut numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    let first = numbers.first().unwrap();
    if *first == 2 {
        yield_!(22);
        return;
    }
    let number = *first;
    numbers.clear();
    yield_!(number);
}

fn main() {
    for _ in numbers(vec![1]) {}
}
