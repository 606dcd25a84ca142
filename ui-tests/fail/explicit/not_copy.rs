//! What a generator keeps that is to be `Copy`.

use genfn::generator;

#[generator]
fn of_a_range(count: u32) -> impl Iterator<Item = u32> + Copy {
    for number in 0..count {
        yield_!(number);
    }
}

#[generator]
fn of_a_slice(numbers: &[u32]) -> impl Iterator<Item = &u32> + Copy {
    for number in numbers {
        yield_!(number);
    }
}

fn main() {
    of_a_range(1).count();
    of_a_slice(&[1]).count();
}
