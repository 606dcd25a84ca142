//! Locals that nothing uses, and code that is never reached, in bodies that become states.

#![deny(unused, while_true)]

use genfn::{gen_, generator};

#[generator(state)]
fn cloned(argument: String, count: u32) -> impl Iterator<Item = u32> + Clone {
    let local = count;
    yield_!(count);
    if let Some(bound) = Some(String::new()) {
        yield_!(1);
    }
    while true {
        yield_!(2);
        return;
        drop(());
    }
}

#[generator(struct Named)]
fn named(argument: u32) -> impl Iterator<Item = u32> {
    let local = 1_u32;
    let mut changed = 1_u32;
    changed = 2;
    yield_!(1);
    return;
    drop(());
}

struct Tree(Vec<Tree>);

impl Tree {
    #[generator(state)]
    fn depths(&self, depth: u32, other: u32) -> impl Iterator<Item = u32> {
        for (index, tree) in self.0.iter().enumerate() {
            yield_!(depth);
        }
    }
}

#[generator(state)]
fn walk(depth: u32) -> impl Iterator<Item = u32> {
    let (left, right) = (depth, String::new());
    if depth > 0 {
        yield_from!(walk(left - 1));
    }
}

#[generator(state)]
fn around(count: u32) -> impl Iterator<Item = u32> {
    let inner = gen_! {
        let local = count;
        yield_!(count);
    };
    yield_from!(inner);
}

fn main() {
    cloned(String::new(), 1).count();
    named(1).count();
    Tree(Vec::new()).depths(1, 1).count();
    walk(1).count();
    around(1).count();
}
