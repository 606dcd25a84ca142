//! A delegate of a generator with an explicit state borrows from a temporary.

use genfn::generator;

#[generator(state)]
fn numbers() -> impl Iterator<Item = u32> {
    yield_from!(
        {
            yield_!(1);
            vec![2, 3]
        }
        .iter()
        .copied()
    );
}

fn main() {
    numbers().count();
}
