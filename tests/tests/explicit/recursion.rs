//! Generators with an explicit state that delegate to themselves: a stack of their own states.

#![allow(
    clippy::items_after_statements,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::cell::RefCell;

use genfn::{Coroutine, CoroutineState, Interrupt, Status, generator};

struct Tree {
    left: Option<Box<Tree>>,
    value: u32,
    right: Option<Box<Tree>>,
}

fn tree(values: &[u32]) -> Option<Box<Tree>> {
    let middle = values.len() / 2;
    let value = *values.get(middle)?;
    Some(Box::new(Tree {
        left: tree(&values[..middle]),
        value,
        right: tree(&values[middle + 1..]),
    }))
}

#[generator]
fn in_order(tree: Option<&Tree>) -> impl Iterator<Item = u32> + Clone {
    let Some(tree) = tree else { return };
    yield_from!(in_order(tree.left.as_deref()));
    yield_!(tree.value);
    yield_from!(in_order(tree.right.as_deref()));
}

#[test]
fn a_tree_is_walked_in_order() {
    let values: Vec<u32> = (0..100).collect();
    let tree = tree(&values);
    assert_eq!(in_order(tree.as_deref()).collect::<Vec<_>>(), values);
}

#[generator]
#[derive(Debug)]
fn shown(n: u32) -> impl Iterator<Item = u32> {
    yield_!(n);
    if n > 0 {
        let less = n - 1;
        yield_from!(shown(less));
        yield_!(less);
    }
}

#[generator(struct Shown)]
#[derive(Debug)]
fn shown_with_a_name(n: u32) -> impl Iterator<Item = u32> {
    yield_!(n);
    if n > 0 {
        let less = n - 1;
        yield_from!(shown_with_a_name(less));
        yield_!(less);
    }
}

#[test]
fn the_states_of_all_calls_are_shown_the_outermost_first() {
    let mut unnamed = shown(2);
    assert_eq!(format!("{unnamed:?}"), "[Start { n: 2 }]");
    assert_eq!(unnamed.by_ref().take(2).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(format!("{unnamed:?}"), "[At2 { less: 1, n: 2 }, At1 { n: 1 }]");
    assert_eq!(unnamed.collect::<Vec<_>>(), [0, 0, 1]);

    let mut named = shown_with_a_name(2);
    assert_eq!(named.by_ref().take(2).collect::<Vec<_>>(), [2, 1]);
    let states = "state: At1 { n: 1 }, callers: [At2 { less: 1, n: 2 }], returned: None";
    assert_eq!(format!("{named:?}"), format!("Shown {{ {states} }}"));
}

#[test]
fn a_walk_is_cloned_with_its_callers() {
    let values: Vec<u32> = (0..20).collect();
    let tree = tree(&values);
    let mut walk = in_order(tree.as_deref());
    assert_eq!(walk.by_ref().take(7).collect::<Vec<_>>(), values[..7]);
    let clone = walk.clone();
    assert_eq!(walk.collect::<Vec<_>>(), values[7..]);
    assert_eq!(clone.collect::<Vec<_>>(), values[7..]);
}

#[generator(struct Walk, size_hint = (1, None))]
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
fn walk(from: u32, to: u32) -> impl Iterator<Item = u32> {
    if from < to {
        let middle: u32 = from + (to - from) / 2;
        yield_from!(walk(from, middle));
        yield_!(middle);
        yield_from!(walk(middle + 1, to));
    }
}

#[test]
fn a_generator_with_a_name_calls_itself() {
    let mut running = walk(0, 100);
    assert_eq!(running.by_ref().take(37).collect::<Vec<_>>(), (0..37).collect::<Vec<_>>());
    assert_eq!(running.size_hint(), (0, None));
    let saved = serde_json::to_string(&running).unwrap();
    let loaded: Walk = serde_json::from_str(&saved).unwrap();
    assert_eq!(loaded, running.clone());
    assert_eq!(running.collect::<Vec<_>>(), (37..100).collect::<Vec<_>>());
    assert_eq!(loaded.collect::<Vec<_>>(), (37..100).collect::<Vec<_>>());
}

#[generator(state)]
fn down(from: u32) -> impl Iterator<Item = u32> {
    yield_!(from);
    if from > 0 {
        yield_from!(down(from - 1));
    }
}

#[generator(state)]
fn down_and_up(from: u32) -> impl Iterator<Item = u32> {
    if from > 0 {
        yield_from!(down_and_up(from - 1));
    }
    yield_!(from);
}

#[test]
fn a_chain_of_a_million_needs_no_stack() {
    const DEPTH: u32 = 1_000_000;
    assert_eq!(down(DEPTH).map(u64::from).sum::<u64>(), 500_000_500_000);
    let mut chain = down_and_up(DEPTH);
    assert_eq!(chain.next(), Some(0));
    assert_eq!(chain.next(), Some(1));
    drop(chain);
    assert_eq!(down_and_up(DEPTH).count(), 1_000_001);
}

#[generator(state)]
fn factorial(n: u64) -> impl Coroutine<Yield = u64, Return = u64> {
    yield_!(n);
    if n == 0 {
        return 1;
    }
    let smaller = yield_from!(factorial(n - 1));
    n * smaller
}

#[test]
fn a_call_gives_what_it_returns() {
    let mut factorial = factorial(5);
    assert_eq!(factorial.by_ref().collect::<Vec<_>>(), [5, 4, 3, 2, 1, 0]);
    assert_eq!(factorial.take_return(), Some(120));
}

struct Logged<'a>(u32, &'a RefCell<Vec<u32>>);

impl Drop for Logged<'_> {
    fn drop(&mut self) {
        self.1.borrow_mut().push(self.0);
    }
}

#[generator(state)]
fn logged<'a>(
    depth: u32,
    log: &'a RefCell<Vec<u32>>,
    catches: u32,
) -> impl Coroutine<Yield = u32, Resume = u32, Return = u32, Error = &'static str> {
    let _logged = Logged(depth, log);
    if depth == 3 {
        let sent = yield_!(depth);
        return sent;
    }
    if depth == catches {
        match try_yield_from!(logged(depth + 1, log, catches)) {
            Ok(value) => value,
            Err(Interrupt::Thrown(_)) => 100 + yield_!(50),
            Err(Interrupt::Closed) => 7,
        }
    } else {
        1 + yield_from!(logged(depth + 1, log, catches))
    }
}

#[test]
fn values_are_sent_to_the_innermost() {
    let log = RefCell::default();
    let mut outer = logged(0, &log, 9);
    assert_eq!(outer.start(), Ok(CoroutineState::Yielded(3)));
    assert_eq!(outer.status(), Status::Suspended);
    assert_eq!(outer.send(10), Ok(CoroutineState::Complete(13)));
    assert_eq!(*log.borrow(), [3, 2, 1, 0]);
}

#[test]
fn an_error_ends_the_calls_up_to_one_that_catches_it() {
    let log = RefCell::default();
    let mut outer = logged(0, &log, 1);
    outer.start().unwrap();
    assert_eq!(outer.throw("oh"), Ok(CoroutineState::Yielded(50)));
    assert_eq!(*log.borrow(), [3, 2]);
    assert_eq!(outer.send(5), Ok(CoroutineState::Complete(106)));
    assert_eq!(*log.borrow(), [3, 2, 1, 0]);

    let log = RefCell::default();
    let mut outer = logged(0, &log, 9);
    outer.start().unwrap();
    assert_eq!(outer.throw("oh"), Err("oh"));
    assert_eq!(outer.status(), Status::Finished);
    assert_eq!(*log.borrow(), [3, 2, 1, 0]);
}

#[test]
fn a_close_reaches_all_of_them() {
    let log = RefCell::default();
    let mut outer = logged(0, &log, 0);
    outer.start().unwrap();
    assert_eq!(outer.close(), Ok(Some(7)));
    assert_eq!(*log.borrow(), [3, 2, 1, 0]);
    let log = RefCell::default();
    let mut outer = logged(0, &log, 9);
    outer.start().unwrap();
    assert_eq!(outer.close(), Ok(None));
    assert_eq!(*log.borrow(), [3, 2, 1, 0]);
}

#[test]
fn a_drop_goes_from_the_innermost_out() {
    let log = RefCell::default();
    let mut outer = logged(0, &log, 9);
    outer.start().unwrap();
    drop(outer);
    assert_eq!(*log.borrow(), [3, 2, 1, 0]);
}

#[generator(struct Descent)]
fn descent<'a>(depth: u32, log: &'a RefCell<Vec<u32>>) -> impl Iterator<Item = u32> {
    let _logged: Logged<'a> = Logged(depth, log);
    yield_!(depth);
    if depth < 3 {
        yield_from!(descent(depth + 1, log));
    }
    yield_!(depth);
}

#[test]
fn a_generator_with_a_name_is_dropped_from_the_innermost_out() {
    let log = RefCell::default();
    let mut outer = descent(0, &log);
    assert_eq!(outer.by_ref().take(4).collect::<Vec<_>>(), [0, 1, 2, 3]);
    drop(outer);
    assert_eq!(*log.borrow(), [3, 2, 1, 0]);
}

#[generator(state)]
fn panicking<'a>(depth: u32, log: &'a RefCell<Vec<u32>>) -> impl Iterator<Item = u32> {
    let _logged = Logged(depth, log);
    if depth == 2 {
        panic!("at the bottom");
    }
    yield_!(depth);
    yield_from!(panicking(depth + 1, log));
    yield_!(100);
}

#[test]
fn a_panic_drops_the_callers_behind_it() {
    let log = RefCell::default();
    let mut outer = panicking(0, &log);
    assert_eq!((outer.next(), outer.next()), (Some(0), Some(1)));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| outer.next()));
    assert!(panicked.is_err());
    assert_eq!(*log.borrow(), [2, 1, 0]);
    assert_eq!((outer.next(), outer.status()), (None, Status::Finished));
}

/// A loop over the items of a call is a delegation if it yields each of them, and nothing else.
#[test]
fn a_loop_over_a_call_gives_its_items() {
    #[generator(state)]
    fn by_loops(tree: Option<&Tree>) -> impl Iterator<Item = u32> + Clone {
        let Some(tree) = tree else { return };
        for value in self::in_order(tree.left.as_deref()) {
            yield_!(value);
        }
        yield_!(tree.value);
        for value in by_loops(tree.right.as_deref()) {
            yield_!(value)
        }
    }

    #[generator(state)]
    fn in_loops(depth: u32) -> impl Iterator<Item = Result<u32, String>> {
        if depth == 0 {
            return Err("bottom".to_owned());
        }
        yield_!(Ok(depth));
        for item in in_loops(depth - 1) {
            yield_!(item);
        }
        yield_!(Ok(depth + 10));
    }

    let tree = tree(&[1, 2, 3, 4, 5, 6, 7]);
    let mut walk = by_loops(tree.as_deref());
    assert_eq!(walk.by_ref().take(3).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(walk.clone().collect::<Vec<_>>(), [4, 5, 6, 7]);
    drop(walk);
    assert!(in_loops(2).eq(nested(2)));
}

/// What a closure of the function's own name returns is no generator of the function.
#[test]
fn a_local_can_have_the_name_of_the_function() {
    #[generator(state)]
    fn upto(count: u32) -> impl Iterator<Item = u32> {
        let upto = |count: u32| 0..count;
        for number in upto(count) {
            yield_!(number);
        }
        yield_from!(upto(count));
    }

    assert!(upto(2).eq([0, 1, 0, 1]));
}

#[generator(state)]
fn nested(depth: u32) -> impl Iterator<Item = Result<u32, String>> {
    if depth == 0 {
        return Err("bottom".to_owned());
    }
    yield_!(Ok(depth));
    yield_from!(nested(depth - 1));
    yield_!(Ok(depth + 10));
}

#[test]
fn an_error_item_of_an_inner_one_is_an_item() {
    let items: Vec<_> = nested(2).collect();
    assert_eq!(items, [Ok(2), Ok(1), Err("bottom".to_owned()), Ok(11), Ok(12)]);
}

#[generator(state)]
fn stubborn<'a>(
    depth: u32,
    yields: bool,
    log: &'a RefCell<Vec<u32>>,
) -> impl Coroutine<Yield = u32, Return = u32> {
    let _logged = Logged(depth, log);
    if depth == 2 {
        let closed = try_yield!(1).is_err();
        if closed && yields {
            yield_!(2);
        }
        return 5;
    }
    yield_from!(stubborn(depth + 1, yields, log))
}

#[test]
fn a_callee_that_returns_on_a_close_closes_its_callers() {
    let log = RefCell::default();
    let mut outer = stubborn(0, false, &log);
    outer.start().unwrap();
    assert_eq!(outer.close(), Ok(None));
    assert_eq!(*log.borrow(), [2, 1, 0]);
}

#[test]
fn a_callee_that_yields_on_a_close_ends_them_all() {
    let log = RefCell::default();
    let mut outer = stubborn(0, true, &log);
    outer.start().unwrap();
    assert_eq!(outer.close().unwrap_err().into_inner(), 2);
    assert_eq!(*log.borrow(), [2, 1, 0]);
    assert_eq!(outer.status(), Status::Finished);
}

struct Panics<'a>(u32, &'a RefCell<Vec<u32>>);

impl Drop for Panics<'_> {
    fn drop(&mut self) {
        self.1.borrow_mut().push(self.0);
        assert!(self.0 != 2, "in a destructor");
    }
}

#[generator(state)]
fn held<'a>(depth: u32, log: &'a RefCell<Vec<u32>>) -> impl Iterator<Item = u32> {
    let _held = Panics(depth, log);
    if depth < 4 {
        yield_from!(held(depth + 1, log));
    }
    yield_!(depth);
}

#[test]
fn callers_are_dropped_from_the_top_if_a_destructor_panics() {
    let log = RefCell::default();
    let mut outer = held(0, &log);
    outer.next();
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(outer)));
    assert!(dropped.is_err());
    assert_eq!(*log.borrow(), [4, 3, 2, 1, 0]);
}

/// A call ends with an error, and its caller goes on.
#[test]
fn the_last_error_of_a_call_counts_as_an_item() {
    #[generator(state, size_hint = (0, Some(6)))]
    fn numbers(depth: u32) -> impl Iterator<Item = Result<u32, u32>> {
        yield_!(Ok(depth));
        if depth > 0 {
            yield_from!(numbers(depth - 1));
            yield_!(Ok(depth));
        }
        Err(depth)?;
    }

    let mut numbers = numbers(1);
    let mut bounds = Vec::new();
    while numbers.next().is_some() {
        bounds.push(numbers.size_hint());
    }
    assert_eq!(bounds, [5, 4, 3, 2, 0].map(|most| (0, Some(most))));
}

#[test]
fn a_local_of_the_functions_name_does_not_hide_it_elsewhere() {
    #[generator(state)]
    fn walk(n: u32) -> impl Iterator<Item = u32> {
        if n > 0 {
            yield_from!(walk(n - 1));
        }
        {
            let walk = 10 + n;
            yield_!(walk);
        }
        if n > 1 {
            for item in walk(0) {
                yield_!(item);
            }
        }
    }

    #[generator(state)]
    fn hidden(n: u32) -> impl Iterator<Item = u32> {
        let hidden = |n: u32| 0..n;
        yield_from!(hidden(n));
    }

    assert_eq!(walk(2).collect::<Vec<_>>(), [10, 11, 12, 10]);
    assert_eq!(hidden(3).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn a_local_has_the_name_of_the_function_that_makes_it() {
    fn text(n: u32) -> String {
        n.to_string()
    }

    #[generator(state)]
    fn texts(n: u32) -> impl Iterator<Item = String> {
        let text = text(n);
        yield_!(text.clone());
        if n > 2 {
            drop(text);
        }
        yield_!("end".to_owned());
    }
    assert_eq!(texts(3).collect::<Vec<_>>(), ["3", "end"]);
}

struct Family {
    name: u32,
    children: Vec<Family>,
}

impl Family {
    #[generator(state)]
    fn names(&self) -> impl Iterator<Item = u32> {
        yield_!(self.name);
        for child in &self.children {
            yield_from!(Self::names(child));
        }
    }

    #[generator]
    fn copied(&self, deeper: u32) -> impl Iterator<Item = u32> + Clone {
        yield_!(self.name + deeper);
        for place in 0..self.children.len() {
            for name in Self::copied(&self.children[place], deeper + 10) {
                yield_!(name);
            }
        }
    }

    #[generator(state)]
    fn taken(self: Box<Self>) -> impl Iterator<Item = u32> {
        yield_!(self.name);
        for child in self.children {
            yield_from!(Self::taken(Box::new(child)));
        }
    }

    #[generator(state)]
    fn borrowed<'a>(&'a self) -> impl Iterator<Item = &'a u32> {
        for child in &self.children {
            yield_from!(Self::borrowed(child));
        }
        yield_!(&self.name);
    }

    #[generator(state)]
    fn down(&self, n: u32) -> impl Iterator<Item = u32> {
        yield_!(self.name * n);
        if n > 0 {
            yield_from!(self.down(n - 1));
        }
    }

    #[generator(state)]
    fn boxed(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        yield_!(self.name);
        for child in &self.children {
            yield_from!(Self::boxed(child));
        }
    }
}

#[test]
fn a_method_delegates_to_itself() {
    let leaf = |name| Family { name, children: Vec::new() };
    let family =
        Family { name: 1, children: vec![Family { name: 2, children: vec![leaf(3)] }, leaf(4)] };
    assert_eq!(family.names().collect::<Vec<_>>(), [1, 2, 3, 4]);
    let mut copied = family.copied(0);
    assert_eq!(copied.by_ref().take(2).collect::<Vec<_>>(), [1, 12]);
    assert_eq!(copied.clone().collect::<Vec<_>>(), [23, 14]);
    assert_eq!(copied.collect::<Vec<_>>(), [23, 14]);
    assert_eq!(family.borrowed().collect::<Vec<_>>(), [&3, &2, &4, &1]);
    assert_eq!(family.children[0].down(3).collect::<Vec<_>>(), [6, 4, 2, 0]);
    assert_eq!(family.boxed().sum::<u32>(), 10);
    assert_eq!(Box::new(family).taken().collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn a_method_delegates_to_a_method_of_its_name() {
    struct Row(Vec<u32>);
    struct Table(Vec<Row>);

    impl Row {
        fn iter(&self) -> impl Iterator<Item = u32> {
            self.0.iter().copied()
        }
    }

    impl Table {
        #[generator(state)]
        fn iter(&self) -> impl Iterator<Item = u32> {
            for row in &self.0 {
                yield_from!(row.iter());
            }
            for cell in self.0[0].iter() {
                yield_!(cell + 10);
            }
        }
    }

    let table = Table(vec![Row(vec![1, 2]), Row(vec![3])]);
    assert_eq!(table.iter().collect::<Vec<_>>(), [1, 2, 3, 11, 12]);
}

/// Functions of one name, by path.
mod paths {
    use genfn::generator;

    pub(super) trait Walk {
        fn walk(&self) -> impl Iterator<Item = u32>;
    }

    pub(super) struct Leaf<T>(pub(super) T);

    impl Walk for Leaf<u32> {
        #[generator(state)]
        fn walk(&self) -> impl Iterator<Item = u32> {
            yield_!(self.0);
        }
    }

    impl<T: Copy> Leaf<T> {
        #[generator(state)]
        fn values(&self) -> impl Iterator<Item = T> {
            yield_!(self.0);
        }
    }

    pub(super) struct Branch(pub(super) Vec<Leaf<u32>>);

    impl Walk for Branch {
        #[generator(state)]
        fn walk(&self) -> impl Iterator<Item = u32> {
            for leaf in &self.0 {
                yield_from!(Walk::walk(leaf));
                yield_from!(Leaf::walk(leaf));
                yield_from!(<Leaf<u32> as Walk>::walk(leaf));
            }
        }
    }

    impl Branch {
        #[generator(state)]
        pub(super) fn values(&self) -> impl Iterator<Item = u32> {
            for leaf in &self.0 {
                yield_from!(Leaf::values(leaf));
                for value in Leaf::values(leaf) {
                    yield_!(value + 1);
                }
            }
        }
    }

    fn count<T: From<u8>>(to: u8) -> std::vec::IntoIter<T> {
        (0..to).map(T::from).collect::<Vec<T>>().into_iter()
    }

    pub(super) mod inner {
        use genfn::generator;

        #[generator(state)]
        pub(crate) fn count<T: From<u8>>(to: u8) -> impl Iterator<Item = T> {
            yield_from!(super::count(to));
            for number in crate::recursion::paths::count(1) {
                yield_!(number);
            }
        }
    }

    pub(super) mod methods {
        use genfn::generator;

        pub(crate) struct Counts;

        impl Counts {
            #[generator(state)]
            pub(crate) fn count(to: u8) -> impl Iterator<Item = u32> {
                yield_from!(super::count(to));
            }
        }
    }
}

#[test]
fn a_function_delegates_to_one_of_its_name_by_path() {
    use paths::Walk;

    let branch = paths::Branch(vec![paths::Leaf(1), paths::Leaf(2)]);
    assert_eq!(branch.walk().collect::<Vec<_>>(), [1, 1, 1, 2, 2, 2]);
    assert_eq!(branch.values().collect::<Vec<_>>(), [1, 2, 2, 3]);
    assert_eq!(paths::inner::count::<u64>(2).collect::<Vec<_>>(), [0, 1, 0]);
    assert_eq!(paths::methods::Counts::count(2).collect::<Vec<_>>(), [0, 1]);

    #[generator(state)]
    fn repeat(n: u32) -> impl Iterator<Item = u32> {
        yield_from!(std::iter::repeat(n));
    }
    assert_eq!(repeat(3).take(2).collect::<Vec<_>>(), [3, 3]);
}
