//! A method that delegates to itself, by `self` and by its path.

use genfn::generator;

struct Tree(Vec<Tree>, u32);

impl Tree {
    #[generator(state)]
    fn walk(&self) -> impl Iterator<Item = u32> {
        yield_!(self.1);
        if self.1 > 0 {
            yield_from!(self.walk());
        }
        for place in 0..self.0.len() {
            yield_from!(Self::walk(&self.0[place]));
        }
    }
}

fn main() {
    Tree(Vec::new(), 0).walk().count();
}
