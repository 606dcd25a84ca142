//! Streams that delegate to themselves.

use std::pin::pin;
use std::task::Poll;

use futures::Stream;
use genfn::generator;

use crate::harness::{items, next, pends};

async fn later<T>(value: T) -> T {
    pends(1).await;
    value
}

#[generator]
async fn down(from: u32) -> impl Stream<Item = u32> {
    yield_!(from);
    if from > 0 {
        yield_from!(down(later(from).await - 1));
    }
}

#[test]
fn arguments_of_a_recursive_call_may_wait() {
    assert_eq!(items(down(3)), [3, 2, 1, 0]);
}

struct Tree {
    children: Vec<Tree>,
    name: String,
}

impl Tree {
    #[generator]
    async fn names(&self, prefix: &str) -> impl Stream<Item = String> {
        yield_!(format!("{prefix}{}", self.name));
        for child in &self.children {
            yield_from!(child.names(&format!("{prefix}{}/", later(&*self.name).await)));
        }
    }
}

#[test]
fn methods_recurse_with_borrowed_temporaries() {
    let leaf = |name: &str| Tree { children: Vec::new(), name: name.to_owned() };
    let tree = Tree { children: vec![leaf("b"), leaf("c")], name: "a".to_owned() };
    assert_eq!(items(tree.names("/")), ["/a", "/a/b", "/a/c"]);
}

#[generator]
async fn nested(depth: u32) -> impl Stream<Item = u32> {
    let _held = Box::new(depth);
    if depth == 0 {
        for number in 0..3 {
            pends(1).await;
            yield_!(number);
        }
    } else {
        yield_from!(nested(depth - 1));
    }
}

const DEPTH: u32 = if cfg!(miri) { 300 } else { 1_000_000 };

#[test]
fn a_million_deep_in_a_small_stack() {
    let run = || {
        let mut stream = pin!(nested(DEPTH));
        for expected in 0..3 {
            assert_eq!(next(stream.as_mut()), Poll::Pending);
            assert_eq!(next(stream.as_mut()), Poll::Ready(Some(expected)));
        }
        assert_eq!(next(stream.as_mut()), Poll::Ready(None));
        // And dropped half-way.
        let mut stream = pin!(nested(DEPTH));
        assert_eq!(next(stream.as_mut()), Poll::Pending);
    };
    let small = std::thread::Builder::new().stack_size(128 * 1024);
    small.spawn(run).unwrap().join().unwrap();
}
