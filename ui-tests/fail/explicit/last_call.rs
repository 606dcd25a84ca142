//! A method that takes a local by value, in a generator with a name: the field shows the local.

use genfn::generator;

struct Builder(Vec<u32>);

impl Builder {
    fn build(self) -> usize {
        self.0.len()
    }
}

#[generator(struct Lengths)]
fn lengths(builder: Builder) -> impl Iterator<Item = usize> {
    yield_!(0);
    let length: usize = builder.build();
    yield_!(length);
    yield_!(length + 1);
}

fn main() {
    lengths(Builder(vec![1])).count();
}
