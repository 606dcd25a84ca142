//! A method and a function that call themselves by another path than their name.

use genfn::generator;

struct Tree {
    left: Option<Box<Tree>>,
    value: u32,
}

impl Tree {
    #[generator(state)]
    fn walk(self) -> impl Iterator<Item = u32> {
        if let Some(left) = self.left {
            yield_from!(Tree::walk(*left));
        }
        yield_!(self.value);
    }
}

mod numbers {
    use genfn::generator;

    #[generator(state)]
    pub fn count(to: u32) -> impl Iterator<Item = u32> {
        if to > 0 {
            for number in crate::numbers::count(to - 1) {
                yield_!(number + 1);
            }
        }
        yield_!(to);
    }
}

fn main() {
    Tree { left: None, value: 1 }.walk().count();
    numbers::count(3).count();
}
