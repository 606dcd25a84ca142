//! Depth costs no stack and no allocation of its own: generators that delegate to themselves a
//! million times over run, close, throw, panic and are dropped on a small stack.
//!
//! The environment variable `DELEGATION_DEPTH` takes the place of the million, for tools under
//! which it would take too long.

use std::cell::Cell;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use genfn::{BoxGenerator, Coroutine, CoroutineState, Status, generator};
use genfn_tests::allocations::allocations;

fn depth() -> usize {
    match env::var("DELEGATION_DEPTH") {
        Ok(depth) => depth.parse().expect("a number in DELEGATION_DEPTH"),
        Err(_) => 1_000_000,
    }
}

/// Runs `test` in a thread whose stack holds no thousand calls.
fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(128 * 1024).spawn(test).unwrap();
    if let Err(panic) = thread.join() {
        resume_unwind(panic);
    }
}

/// A binary tree, whose drop is a loop.
#[derive(Default)]
struct Tree {
    left: Option<Box<Tree>>,
    value: usize,
    right: Option<Box<Tree>>,
}

impl Tree {
    /// Each is the left one of the next. The innermost has the value 0.
    fn chain(depth: usize) -> Self {
        let mut tree = Self::default();
        for value in 1..depth {
            tree = Self { left: Some(Box::new(tree)), value, right: None };
        }
        tree
    }

    /// With as many on each side, `first` being its least value.
    fn balanced(depth: u32, first: usize) -> Self {
        if depth == 0 {
            return Self { value: first, left: None, right: None };
        }
        let value = first + (1 << depth) - 1;
        Self {
            left: Some(Box::new(Self::balanced(depth - 1, first))),
            value,
            right: Some(Box::new(Self::balanced(depth - 1, value + 1))),
        }
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let mut rest: Vec<Box<Tree>> =
            [self.left.take(), self.right.take()].into_iter().flatten().collect();
        while let Some(mut tree) = rest.pop() {
            rest.extend([tree.left.take(), tree.right.take()].into_iter().flatten());
        }
    }
}

/// The values from left to right.
#[generator]
fn walk(tree: &Tree) -> impl Iterator<Item = usize> {
    if let Some(left) = &tree.left {
        yield_from!(walk(left));
    }
    yield_!(tree.value);
    if let Some(right) = &tree.right {
        yield_from!(walk(right));
    }
}

#[test]
fn a_deep_tree_is_walked_whole() {
    on_a_small_stack(|| {
        let tree = Tree::chain(depth());
        let mut values = walk(&tree);
        for value in 0..depth() {
            assert_eq!(values.next(), Some(value));
        }
        assert_eq!(values.next(), None);
        assert_eq!(walk(&tree).count(), depth(), "folded");
    });
}

#[test]
fn a_deep_walk_is_dropped_half_way() {
    on_a_small_stack(|| {
        let tree = Tree::chain(depth());
        let mut values = walk(&tree);
        assert_eq!(values.nth(depth() / 2), Some(depth() / 2));
        drop(values);
        assert_eq!(walk(&tree).next(), Some(0));
    });
}

#[test]
fn a_deep_walk_is_closed_half_way() {
    on_a_small_stack(|| {
        let tree = Tree::chain(depth());
        for items in [0, depth() / 2] {
            let mut values = walk(&tree);
            assert_eq!(values.nth(items), Some(items));
            assert_eq!(values.close(), Ok(None));
            assert_eq!(values.next(), None);
        }
    });
}

/// Counts how many are dropped.
struct Counted<'a>(&'a Cell<usize>);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

/// Goes `depth` levels down, yields at the bottom until it is sent nothing, and at each level on
/// the way back.
#[generator]
fn descend(
    depth: usize,
    dropped: &Cell<usize>,
) -> impl Coroutine<Yield = usize, Resume = Option<u32>, Return = u32, Error = &'static str> {
    let _counted = Counted(dropped);
    if depth == 0 {
        let mut sum = 0;
        while let Some(number) = yield_!(0) {
            assert!(number < 100, "what was sent is too large");
            sum += number;
        }
        return sum;
    }
    let sum = yield_from!(descend(depth - 1, dropped));
    yield_!(depth);
    sum
}

#[test]
fn what_is_sent_and_returned_passes_any_depth() {
    on_a_small_stack(|| {
        let dropped = Cell::new(0);
        let mut coroutine = descend(depth(), &dropped);
        coroutine.start().unwrap();
        for number in 0..10 {
            assert_eq!(coroutine.send(Some(number)), Ok(CoroutineState::Yielded(0)));
        }
        for level in 1..=depth() {
            assert_eq!(coroutine.send(None), Ok(CoroutineState::Yielded(level)));
            assert_eq!(dropped.get(), level);
        }
        assert_eq!(coroutine.send(None), Ok(CoroutineState::Complete(45)));
    });
}

#[test]
fn a_deep_coroutine_is_thrown_into_half_way() {
    on_a_small_stack(|| {
        for levels_back in [0, depth() / 2] {
            let dropped = Cell::new(0);
            let mut coroutine = descend(depth(), &dropped);
            coroutine.start().unwrap();
            for _ in 0..levels_back {
                coroutine.send(None).unwrap();
            }
            assert_eq!(dropped.get(), levels_back);
            assert_eq!(coroutine.throw("stop"), Err("stop"));
            assert_eq!(dropped.get(), depth() + 1);
            assert_eq!(coroutine.status(), Status::Finished);
        }
    });
}

#[test]
fn a_panic_at_the_bottom_drops_all_levels() {
    on_a_small_stack(|| {
        let dropped = Cell::new(0);
        let mut coroutine = descend(depth(), &dropped);
        coroutine.start().unwrap();
        catch_unwind(AssertUnwindSafe(|| coroutine.send(Some(100)))).unwrap_err();
        assert_eq!(dropped.get(), depth() + 1);
        assert_eq!(coroutine.status(), Status::Finished);
        assert_eq!(coroutine.throw("stop"), Err("stop"));
    });
}

#[test]
fn a_panic_at_the_bottom_of_a_fold_drops_all_levels() {
    #[generator]
    fn items(depth: usize, dropped: &Cell<usize>) -> impl Iterator<Item = usize> {
        let _counted = Counted(dropped);
        if depth > 0 {
            yield_from!(items(depth - 1, dropped));
        }
        yield_!(depth);
    }

    on_a_small_stack(|| {
        let dropped = Cell::new(0);
        let items = items(depth(), &dropped);
        let half = |count, item| {
            assert!(item <= depth() / 2, "half-way");
            count + 1
        };
        catch_unwind(AssertUnwindSafe(|| items.fold(0, half))).unwrap_err();
        assert_eq!(dropped.get(), depth() + 1);
    });
}

/// [`descend`], with its type erased at each level.
#[generator]
fn descend_erased(depth: usize) -> BoxGenerator<'static, usize, (), usize, &'static str> {
    if depth > 0 {
        let below = yield_from!(descend_erased(depth - 1));
        yield_!(depth);
        return below + 1;
    }
    yield_!(0);
    0
}

#[test]
fn erased_levels_go_as_deep() {
    on_a_small_stack(|| {
        let mut whole = descend_erased(depth());
        assert!(whole.by_ref().eq(0..=depth()));
        assert_eq!(whole.take_return(), Some(depth()));

        let mut dropped = descend_erased(depth());
        assert_eq!(dropped.nth(depth() / 2), Some(depth() / 2));
        drop(dropped);

        let mut closed = descend_erased(depth());
        assert_eq!(closed.nth(depth() / 2), Some(depth() / 2));
        assert_eq!(closed.close(), Ok(None));

        let mut thrown_into = descend_erased(depth());
        assert_eq!(thrown_into.nth(depth() / 2), Some(depth() / 2));
        assert_eq!(thrown_into.throw("stop"), Err("stop"));
    });
}

/// Each chunk of frames is twice the one before.
fn allocations_at_most(depth: usize) -> usize {
    8 + depth.ilog2() as usize
}

#[test]
fn allocations_grow_with_the_logarithm_of_the_depth() {
    for depth in [1, 10, 100, 1000, 10_000, 100_000] {
        let tree = Tree::chain(depth);
        let most = allocations_at_most(depth);
        let walked = allocations(|| assert!(walk(&tree).by_ref().eq(0..depth)));
        assert!(walked <= most, "{walked} allocations at depth {depth}");
        let folded = allocations(|| assert_eq!(walk(&tree).count(), depth));
        assert!(folded < walked, "the outermost has no box in a fold");
        let closed = allocations(|| {
            let mut values = walk(&tree);
            values.next();
            values.close().unwrap();
            values
        });
        assert!(closed <= most, "{closed} allocations at depth {depth}");
    }
}

#[test]
fn allocations_do_not_grow_with_the_items() {
    let of = |depth: u32| {
        let tree = Tree::balanced(depth, 0);
        allocations(|| assert!(walk(&tree).by_ref().eq(0..(2 << depth) - 1)))
    };
    let small = of(4);
    assert!(small <= allocations_at_most(4), "{small} allocations");
    let large = of(14);
    assert!(large <= small + 3, "{large} allocations for 32,767 items, {small} for 31");
}

#[test]
fn what_does_not_delegate_allocates_as_little_as_before() {
    #[generator]
    fn plain() -> impl Iterator<Item = u32> {
        for number in 0..100 {
            yield_!(number);
        }
    }

    #[generator]
    fn over_an_iterator() -> impl Iterator<Item = u32> {
        yield_from!(0..100);
    }

    // An iterator is asked by the body itself: no frame, no stack of frames.
    assert_eq!(allocations(|| plain().sum::<u32>()), 0);
    assert_eq!(allocations(|| over_an_iterator().sum::<u32>()), 0);
    assert_eq!(allocations(|| plain().for_each(drop)), 0);
    assert_eq!(allocations(|| over_an_iterator().for_each(drop)), 0);
    assert!(allocations(|| plain().by_ref().count()) <= 1);
    assert!(allocations(|| over_an_iterator().by_ref().count()) <= 1);
}

#[test]
fn an_erased_level_allocates_its_own_box_and_no_more() {
    // What the boxes and the frames allocate together, the latter as if they were not erased.
    let erased = allocations(|| assert_eq!(descend_erased(1000).by_ref().count(), 1001));
    let most = 1001 + allocations_at_most(1000);
    assert!(erased <= most, "{erased} allocations");
}
