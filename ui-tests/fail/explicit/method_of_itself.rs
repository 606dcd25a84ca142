//! A method that delegates to itself by a value, and one that changes `self`.

use genfn::generator;

struct Tree(Vec<Tree>, Option<Box<Tree>>, u32);

impl Tree {
    #[generator(state)]
    fn walk(&self) -> impl Iterator<Item = u32> {
        yield_!(self.2);
        for child in &self.0 {
            yield_from!(child.walk());
        }
    }

    #[generator]
    fn line(&self) -> impl Iterator<Item = u32> + Clone {
        if let Some(next) = &self.1 {
            for item in next.line() {
                yield_!(item);
            }
        }
        yield_!(self.2);
    }

    #[generator(state)]
    fn change(&mut self) -> impl Iterator<Item = u32> {
        self.2 += 1;
        yield_!(self.2);
        for place in 0..self.0.len() {
            yield_from!(Self::change(&mut self.0[place]));
        }
    }
}

fn main() {
    Tree(Vec::new(), None, 0).walk().count();
}
