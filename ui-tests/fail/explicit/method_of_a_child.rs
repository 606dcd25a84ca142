//! A method that delegates to the method of the same name of a child.

use genfn::generator;

struct Tree(Vec<Tree>, u32);

impl Tree {
    #[generator(state)]
    fn walk(&self) -> impl Iterator<Item = u32> {
        yield_!(self.1);
        for child in &self.0 {
            yield_from!(child.walk());
        }
    }
}

fn main() {
    Tree(Vec::new(), 0).walk().count();
}
