//! A size hint whose upper bound is no `Option`.

use genfn::generator;

#[generator(size_hint = (count, count))]
fn ones(count: usize) -> impl Iterator<Item = u32> {
    for _ in 0..count {
        yield_!(1);
    }
}

fn main() {
    let _: u32 = ones(3).sum();
}
