//! Generators that keep what a call of their own function returns.

use genfn::generator;

#[generator(state)]
fn by_an_adapter(depth: u32) -> impl Iterator<Item = u32> {
    yield_!(depth);
    if depth > 0 {
        for inner in by_an_adapter(depth - 1).map(|inner| inner + 1) {
            yield_!(inner);
        }
    }
}

#[generator(state)]
fn by_steps(depth: u32) -> impl Iterator<Item = u32> {
    if depth > 0 {
        let mut inner = self::by_steps(depth - 1);
        while let Some(number) = inner.next() {
            yield_!(number);
        }
    }
    yield_!(depth);
}

struct Tree(Vec<Tree>);

impl Tree {
    #[generator(state)]
    fn depths(&self, depth: u32) -> impl Iterator<Item = u32> {
        yield_!(depth);
        if !self.0.is_empty() {
            for inner in self.depths(depth + 1) {
                yield_!(inner);
            }
            for inner in Self::depths(&self.0[0], depth + 1) {
                yield_!(inner);
            }
        }
    }
}

fn main() {
    by_an_adapter(1).count();
    by_steps(1).count();
    Tree(Vec::new()).depths(0).count();
}
