//! Delegates whose types a generator with a name has to know, and users of its struct.

use genfn::generator;

#[generator(struct Numbers)]
pub fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_from!((0..n).map(|number| 2 * number));
    for (first, second) in (0..n).map(|number| (number, number)) {
        yield_!(first);
        yield_!(second);
    }
}

pub struct Holder {
    numbers: Numbers,
}

impl IntoIterator for Holder {
    type Item = u32;
    type IntoIter = Numbers;

    fn into_iter(self) -> Numbers {
        self.numbers
    }
}

fn main() {
    Holder { numbers: numbers(3) }.into_iter().count();
}
