//! An in-order walk by recursion: a balanced tree, and chains of three depths.
//!
//! By hand it is the explicit stack. genfn and diapause delegate; where a library lends its handle
//! to a function, or has a stack, the walk is a function that calls itself and yields through the
//! one handle, which is the best that can be done there.

use super::prelude::*;

struct Tree {
    left: Option<Box<Tree>>,
    value: u32,
    right: Option<Box<Tree>>,
}

/// In a loop, for a chain may be a million deep.
impl Drop for Tree {
    fn drop(&mut self) {
        let mut rest = vec![self.left.take(), self.right.take()];
        while let Some(tree) = rest.pop() {
            if let Some(mut tree) = tree {
                rest.push(tree.left.take());
                rest.push(tree.right.take());
            }
        }
    }
}

/// A tree, and how often it is walked.
struct Input {
    tree: Tree,
    walks: usize,
    /// What a stack has to hold if the walk calls itself on it.
    #[cfg_attr(not(feature = "peers"), allow(dead_code))]
    stack_size: usize,
}

const BALANCED_DEPTH: u32 = 16;

fn balanced_tree(depth: u32, next: &mut u32) -> Option<Box<Tree>> {
    (depth > 0).then(|| {
        let left = balanced_tree(depth - 1, next);
        *next += 1;
        let value = *next;
        Box::new(Tree { left, value, right: balanced_tree(depth - 1, next) })
    })
}

fn balanced_input(walks: usize) -> (Input, u64) {
    let tree = *balanced_tree(BALANCED_DEPTH, &mut 0).expect("it has a root");
    let items = (1_u64 << BALANCED_DEPTH) - 1;
    (Input { tree, walks, stack_size: 64 * 1024 }, walks as u64 * items)
}

fn chain_input<const DEPTH: usize>(walks: usize) -> (Input, u64) {
    let mut tree = Tree { left: None, value: 0, right: None };
    for value in 1..u32::try_from(DEPTH).unwrap() {
        tree = Tree { left: Some(Box::new(tree)), value, right: None };
    }
    let stack_size = 64 * 1024 + 512 * DEPTH;
    (Input { tree, walks, stack_size }, (walks * DEPTH) as u64)
}

pub(super) fn balanced() -> Workload {
    Workload::new(
        "tree, depth 16",
        "an in-order walk of a balanced tree of 65,535 nodes",
        Kind::Recursive,
        4,
        balanced_input,
        by_recursion::variants,
    )
    .small_size(1)
    .making(|size| size)
}

pub(super) fn chain_of_100() -> Workload {
    Workload::new(
        "chain of 100",
        "the same walk, left-leaning",
        Kind::Recursive,
        500,
        chain_input::<100>,
        by_recursion::variants,
    )
    .small_size(20)
    .making(|size| size)
}

pub(super) fn chain_of_10_000() -> Workload {
    Workload::new(
        "chain of 10,000",
        "the same walk, left-leaning",
        Kind::Recursive,
        5,
        chain_input::<10_000>,
        by_recursion::variants,
    )
    .small_size(1)
    .not_under_valgrind(&LINEAR_IN_DEPTH)
    .making(|size| size)
}

pub(super) fn chain_of_1_000_000() -> Workload {
    const QUADRATIC: &str = "an item costs in proportion to its depth: hours";
    let workload = Workload::new(
        "chain of 1,000,000",
        "the same walk, left-leaning",
        Kind::Recursive,
        1,
        chain_input::<1_000_000>,
        by_recursion_at_constant_cost,
    );
    LINEAR_IN_DEPTH
        .into_iter()
        .fold(workload, |workload, library| workload.without(library, QUADRATIC))
}

pub(super) fn balanced_by_loops() -> Workload {
    const STACKS: &str = "a stack for each of 65,535 nodes";
    Workload::new(
        "tree, by loops",
        "the tree of depth 16 by `for item in walk(..) { yield_!(item) }` in place of `yield_from!`",
        Kind::Recursive,
        1,
        balanced_input,
        by_loops::variants,
    )
    .small_size(1)
    .making(|size| size)
    .without(Library::Diapause, "a reference to a local cannot be held across a yield")
    .without(Library::Corosensei, STACKS)
    .without(Library::Generator, STACKS)
}

/// Those in which each item passes through all levels above it.
const LINEAR_IN_DEPTH: [Library; 7] = [
    Library::Nightly,
    Library::Diapause,
    Library::Genawaiter,
    Library::NextGen,
    Library::Fauxgen,
    Library::Remit,
    Library::YieldReturn,
];

fn by_recursion_at_constant_cost() -> Vec<Variant<Input>> {
    let mut variants = by_recursion::variants();
    variants.retain(|variant| !LINEAR_IN_DEPTH.contains(&variant.library));
    variants
}

/// Walks the tree as often as it is asked for.
fn run_walks<'a, I: Iterator<Item = u32>>(input: &'a Input, walk: impl Fn(&'a Tree) -> I) -> u64 {
    let mut sum = 0;
    for _ in 0..input.walks {
        for item in walk(&input.tree) {
            sum = mix(sum, u64::from(item));
        }
    }
    sum
}

struct ExplicitStack<'a> {
    ancestors: Vec<&'a Tree>,
    next: Option<&'a Tree>,
}

fn explicit_stack(tree: &Tree) -> ExplicitStack<'_> {
    ExplicitStack { ancestors: Vec::new(), next: Some(tree) }
}

impl Iterator for ExplicitStack<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        while let Some(tree) = self.next {
            self.ancestors.push(tree);
            self.next = tree.left.as_deref();
        }
        let tree = self.ancestors.pop()?;
        self.next = tree.right.as_deref();
        Some(tree.value)
    }
}

mod by_recursion {
    use super::*;

    list_variants! {
        [genfn genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return corosensei generator]
    }

    mod hand_written {
        use super::*;

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            run_walks(input, explicit_stack)
        }
    }

    mod genfn {
        use super::*;

        #[::genfn::generator]
        fn walk(tree: &Tree) -> impl Iterator<Item = u32> {
            if let Some(left) = &tree.left {
                yield_from!(walk(left));
            }
            yield_!(tree.value);
            if let Some(right) = &tree.right {
                yield_from!(walk(right));
            }
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            run_walks(input, walk)
        }
    }

    mod genfn_state {
        use super::*;

        #[::genfn::generator(state)]
        fn walk(tree: &Tree) -> impl Iterator<Item = u32> {
            if let Some(left) = &tree.left {
                yield_from!(walk(left));
            }
            yield_!(tree.value);
            if let Some(right) = &tree.right {
                yield_from!(walk(right));
            }
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            run_walks(input, walk)
        }
    }

    /// There is no delegation: a loop at each level.
    #[cfg(feature = "nightly")]
    mod nightly {
        use super::*;
        use crate::dialects::nightly::define;

        fn boxed(tree: &Tree) -> Box<dyn Iterator<Item = u32> + '_> {
            Box::new(walk(tree))
        }

        define! {
            fn walk<'a>(tree: &'a Tree) -> u32 {
                if let Some(left) = &tree.left {
                    for item in boxed(left) {
                        yield_!(item);
                    }
                }
                yield_!(tree.value);
                if let Some(right) = &tree.right {
                    for item in boxed(right) {
                        yield_!(item);
                    }
                }
            }
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            run_walks(input, walk)
        }
    }

    #[cfg(feature = "peers")]
    mod diapause {
        use super::*;
        use crate::dialects::diapause::Items;

        #[::diapause::coroutine(yield = u32)]
        fn walk<'a>(tree: &'a Tree) {
            if let Some(left) = &tree.left {
                let left: walk::State<'a> = walk(left);
                yield_all!(box left);
            }
            yield_!(tree.value);
            if let Some(right) = &tree.right {
                let right: walk::State<'a> = walk(right);
                yield_all!(box right);
            }
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            run_walks(input, |tree| Items(walk(tree)))
        }
    }

    #[cfg(feature = "peers")]
    mod genawaiter {
        use std::pin::Pin;

        use ::genawaiter::rc::{Co, Gen};

        use super::*;

        fn walk<'a>(tree: &'a Tree, co: &'a Co<u32>) -> Pin<Box<dyn Future<Output = ()> + 'a>> {
            Box::pin(async move {
                if let Some(left) = &tree.left {
                    walk(left, co).await;
                }
                co.yield_(tree.value).await;
                if let Some(right) = &tree.right {
                    walk(right, co).await;
                }
            })
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            run_walks(input, |tree| Gen::new(|co| async move { walk(tree, &co).await }).into_iter())
        }
    }

    /// The handle belongs to one generator: a loop at each level.
    #[cfg(feature = "peers")]
    mod next_gen {
        use super::*;
        use crate::dialects::next_gen::{define, owned};

        fn boxed(tree: &Tree) -> Box<dyn Iterator<Item = u32> + '_> {
            Box::new(owned!(walk(tree)))
        }

        define! {
            fn walk<'a>(tree: &'a Tree) -> u32 {
                if let Some(left) = &tree.left {
                    for item in boxed(left) {
                        yield_!(item);
                    }
                }
                yield_!(tree.value);
                if let Some(right) = &tree.right {
                    for item in boxed(right) {
                        yield_!(item);
                    }
                }
            }
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            run_walks(input, boxed)
        }
    }

    #[cfg(feature = "peers")]
    mod fauxgen {
        use std::pin::Pin;

        use ::fauxgen::GeneratorToken;

        use super::*;

        fn walk<'a>(
            tree: &'a Tree,
            token: &'a GeneratorToken<u32>,
        ) -> Pin<Box<dyn Future<Output = ()> + 'a>> {
            Box::pin(async move {
                if let Some(left) = &tree.left {
                    walk(left, token).await;
                }
                token.yield_(tree.value).await;
                if let Some(right) = &tree.right {
                    walk(right, token).await;
                }
            })
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            let mut sum = 0;
            for _ in 0..input.walks {
                let items = ::fauxgen::r#gen!(|token: GeneratorToken<u32>| {
                    walk(&input.tree, &token).await;
                });
                for item in std::pin::pin!(items) {
                    sum = mix(sum, u64::from(item));
                }
            }
            sum
        }
    }

    #[cfg(feature = "peers")]
    mod remit {
        use std::pin::Pin;

        use ::remit::{Generator, Remit};

        use super::*;

        fn walk<'a>(
            tree: &'a Tree,
            remit: &'a Remit<'static, u32>,
        ) -> Pin<Box<dyn Future<Output = ()> + 'a>> {
            Box::pin(async move {
                if let Some(left) = &tree.left {
                    walk(left, remit).await;
                }
                remit.value(tree.value).await;
                if let Some(right) = &tree.right {
                    walk(right, remit).await;
                }
            })
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            run_walks(input, |tree| {
                Generator::boxed(|remit| async move { walk(tree, &remit).await })
            })
        }
    }

    #[cfg(feature = "peers")]
    mod yield_return {
        use std::pin::Pin;

        use ::yield_return::{LocalIter, LocalIterContext};

        use super::*;

        fn walk<'a>(
            tree: &'a Tree,
            context: &'a mut LocalIterContext<u32>,
        ) -> Pin<Box<dyn Future<Output = ()> + 'a>> {
            Box::pin(async move {
                if let Some(left) = &tree.left {
                    walk(left, context).await;
                }
                context.ret(tree.value).await;
                if let Some(right) = &tree.right {
                    walk(right, context).await;
                }
            })
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            run_walks(input, |tree| {
                LocalIter::new(move |mut context| async move { walk(tree, &mut context).await })
            })
        }
    }

    #[cfg(feature = "peers")]
    mod corosensei {
        use ::corosensei::Yielder;

        use super::*;
        use crate::dialects::corosensei::Items;

        fn walk(tree: &Tree, yielder: &Yielder<(), u32>) {
            if let Some(left) = &tree.left {
                walk(left, yielder);
            }
            yielder.suspend(tree.value);
            if let Some(right) = &tree.right {
                walk(right, yielder);
            }
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            run_walks(input, |tree| {
                Items::new(input.stack_size, move |yielder| walk(tree, yielder))
            })
        }
    }

    #[cfg(feature = "peers")]
    mod generator {
        use ::generator::{Gn, Scope};

        use super::*;

        fn walk(tree: &Tree, scope: &mut Scope<'_, '_, (), u32>) {
            if let Some(left) = &tree.left {
                walk(left, scope);
            }
            scope.yield_with(tree.value);
            if let Some(right) = &tree.right {
                walk(right, scope);
            }
        }

        #[inline(never)]
        pub(super) fn run(input: &Input) -> u64 {
            let words = input.stack_size / size_of::<usize>();
            run_walks(input, |tree| {
                Gn::<()>::new_scoped_opt_local(words, move |mut scope| {
                    walk(tree, &mut scope);
                    ::generator::done!()
                })
            })
        }
    }
}

mod by_loops {
    use super::*;

    in_libraries! {
        [genfn genfn_state nightly genawaiter next_gen fauxgen remit yield_return]
        hand_written {
            use super::super::explicit_stack as walk;
        }
        generators {
            fn walk<'a>(tree: &'a Tree) -> u32 {
                if let Some(left) = tree.left.as_deref() {
                    let items: Box<dyn Iterator<Item = u32> + '_> = Box::new(owned!(walk(left)));
                    for item in items {
                        yield_!(item);
                    }
                }
                yield_!(tree.value);
                if let Some(right) = tree.right.as_deref() {
                    let items: Box<dyn Iterator<Item = u32> + '_> = Box::new(owned!(walk(right)));
                    for item in items {
                        yield_!(item);
                    }
                }
            }
        }
        fn run(input: &Input) -> u64 {
            run_walks(input, |tree| owned!(walk(tree)))
        }
    }
}
