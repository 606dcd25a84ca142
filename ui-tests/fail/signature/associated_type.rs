//! An associated type as the return type, which the macro cannot see through.

use genfn::{BoxGenerator, generator};

struct Bag(Vec<u32>);

impl<'a> IntoIterator for &'a Bag {
    type Item = u32;
    type IntoIter = BoxGenerator<'a, u32>;

    #[generator]
    fn into_iter(self) -> Self::IntoIter {
        for x in &self.0 {
            yield_!(*x);
        }
    }
}

#[generator]
fn all<C: IntoIterator<Item = u32>>(of: C) -> C::IntoIter {
    for x in of {
        yield_!(x);
    }
}

fn main() {
    let _ = (&Bag(vec![1])).into_iter().chain(all(vec![1])).count();
}
