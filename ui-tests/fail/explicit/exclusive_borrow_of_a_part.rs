//! A part of a local that is borrowed exclusively across a yield behind which the local is used.

use genfn::generator;

struct Node {
    value: u32,
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
}

#[generator(state)]
fn values<'a>(node: Option<&'a mut Node>) -> impl Iterator<Item = &'a mut u32> {
    if let Some(node) = node {
        yield_from!(values(node.left.as_deref_mut()));
        yield_!(&mut node.value);
        yield_from!(values(node.right.as_deref_mut()));
    }
}

struct Sums {
    total: u32,
    of_rows: Vec<u32>,
}

impl Sums {
    #[generator(state)]
    fn all(&mut self) -> impl Iterator<Item = &mut u32> {
        yield_!(&mut self.total);
        for sum in self.of_rows.iter_mut() {
            yield_!(sum);
        }
    }
}

fn main() {
    values(None).count();
    Sums { total: 0, of_rows: Vec::new() }.all().count();
}
