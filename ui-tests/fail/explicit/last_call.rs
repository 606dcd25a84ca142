//! Methods that take a local by value where the macro does not know what is left: in a generator with a name, whose field
//! shows the local, and in closures.

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

#[generator(state)]
fn in_a_closure(builder: Builder) -> impl Iterator<Item = usize> {
    yield_!(0);
    let build = || builder.build();
    yield_!(build());
    yield_!(1);
}

impl Builder {
    fn build_with(self, more: usize) -> usize {
        self.0.len() + more
    }
}

#[generator(state)]
fn by_an_argument(builder: Builder, more: Option<usize>) -> impl Iterator<Item = usize> {
    yield_!(0);
    let length = more.map(|more| builder.build_with(more));
    yield_!(length.unwrap_or(1));
}

#[generator(state)]
fn of_a_closure(builder: Builder) -> impl Iterator<Item = usize> {
    let build = move |more: usize| builder.build_with(more);
    yield_!(0);
    yield_!(build(1));
    yield_!(2);
}

#[generator(state)]
fn of_an_option(builder: Option<Builder>) -> impl Iterator<Item = usize> {
    let build = move || builder.map(Builder::build);
    yield_!(0);
    let length = build();
    yield_!(length.unwrap_or(1));
}

fn main() {
    of_a_closure(Builder(vec![1])).count();
    of_an_option(Some(Builder(vec![1]))).count();
    in_a_closure(Builder(vec![1])).count();
    by_an_argument(Builder(vec![1]), Some(1)).count();
    lengths(Builder(vec![1])).count();
}
