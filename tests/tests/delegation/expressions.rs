//! Where a delegation can stand, what its expression keeps alive, and what has to be imported.

#![deny(warnings, unused_imports, ambiguous_glob_reexports)]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Mutex;

use genfn::{BoxGenerator, Coroutine, CoroutineState, Interrupt, generator};

/// Yields up to `end`, which it returns.
#[generator]
fn up_to(end: u32) -> impl Coroutine<Yield = u32, Return = u32, Error = u32> {
    for number in 0..end {
        yield_!(number);
    }
    end
}

#[test]
fn a_temporary_of_the_expression_lives_until_the_delegate_has_returned() {
    thread_local! {
        static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }

    struct Numbers(&'static str, Vec<u32>);

    impl Numbers {
        fn iter(&self) -> impl Iterator<Item = u32> {
            self.1.iter().copied()
        }
    }

    impl Drop for Numbers {
        fn drop(&mut self) {
            LOG.with_borrow_mut(|log| log.push(format!("{} dropped", self.0)));
        }
    }

    fn make(name: &'static str) -> Numbers {
        Numbers(name, vec![1, 2])
    }

    #[generator]
    fn over(numbers: &Numbers) -> impl Iterator<Item = u32> {
        yield_from!(numbers.iter());
    }

    #[generator]
    fn by_loops() -> impl Iterator<Item = u32> {
        for item in make("iterator").iter() {
            yield_!(item);
        }
        for item in over(&make("generator")) {
            yield_!(item);
        }
        for item in BoxGenerator::new(over(&make("erased"))) {
            yield_!(item);
        }
        yield_!(3);
    }

    #[generator]
    fn delegating() -> impl Iterator<Item = u32> {
        yield_from!(make("iterator").iter());
        yield_from!(over(&make("generator")));
        yield_from!(BoxGenerator::new(over(&make("erased"))));
        yield_!(3);
    }

    /// What is yielded and dropped, up to the item after which it is dropped itself.
    fn logged(mut items: impl Iterator<Item = u32>, until: usize) -> Vec<String> {
        for item in items.by_ref().take(until) {
            LOG.with_borrow_mut(|log| log.push(item.to_string()));
        }
        drop(items);
        LOG.take()
    }

    for until in 0..9 {
        assert_eq!(logged(delegating(), until), logged(by_loops(), until));
    }
    let all = logged(delegating(), 9);
    assert_eq!(all[..4], ["1", "2", "iterator dropped", "1"]);
    assert_eq!(all.len(), 10);
}

#[test]
fn a_value_in_the_expression_is_no_longer_borrowed_behind_it() {
    #[generator]
    fn drains(numbers: &mut Vec<u32>, lock: &Mutex<u32>) -> impl Iterator<Item = u32> {
        yield_from!(numbers.drain(..2));
        numbers.push(7);
        yield_from!(numbers.drain(..));
        numbers.push(8);
        // A lock in a statement before it is not held.
        let end = *lock.lock().unwrap();
        yield_from!(0..end);
        *lock.lock().unwrap() += 1;
    }

    let mut numbers = vec![1, 2, 3];
    let lock = Mutex::new(2);
    for item in drains(&mut numbers, &lock) {
        assert!(lock.try_lock().is_ok(), "at item {item}");
    }
    assert_eq!(numbers, [8]);
    assert_eq!(*lock.lock().unwrap(), 3);
}

#[test]
fn it_stands_wherever_an_expression_can() {
    #[generator]
    fn places() -> impl Coroutine<Yield = u32, Return = String, Error = u32> {
        let sum = yield_from!(up_to(1)) + yield_from!(up_to(2));
        let array = [yield_from!(up_to(1)); 2];
        let tuple = (yield_from!(up_to(0)), try_yield_from!(up_to(1)));
        let chosen = if yield_from!(up_to(1)) == 1 { yield_from!(up_to(2)) } else { 0 };
        let matched = match yield_from!(up_to(1)) {
            1 if chosen == 2 => yield_from!(up_to(3)),
            other => other,
        };
        let mut rounds = 0;
        while yield_from!(up_to(rounds)) < 2 {
            rounds += 1;
        }
        let of_yields = yield_from!(up_to({
            yield_!(100);
            1
        }));
        let in_argument = u32::pow(yield_from!(up_to(2)), yield_from!(up_to(1)));
        let method = yield_from!(up_to(2)).count_ones();
        format!("{sum} {array:?} {tuple:?} {chosen} {matched} {of_yields} {in_argument} {method}")
    }

    let mut coroutine = places();
    let items: Vec<u32> = coroutine.by_ref().collect();
    assert_eq!(items, [0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 2, 0, 0, 1, 100, 0, 0, 1, 0, 0, 1]);
    assert_eq!(coroutine.take_return().unwrap(), "3 [1, 1] (0, Ok(1)) 2 3 1 2 1");
}

/// Some of these cannot stand in the head of a `match` or a `for`.
#[test]
fn its_own_expression_is_of_any_kind() {
    struct Span {
        start: u32,
        end: u32,
    }

    impl IntoIterator for Span {
        type Item = u32;
        type IntoIter = std::ops::Range<u32>;

        fn into_iter(self) -> Self::IntoIter {
            self.start..self.end
        }
    }

    #[generator]
    fn kinds(early: bool) -> impl Iterator<Item = u32> {
        yield_from!(Span { start: 0, end: 1 });
        yield_from!(1..2,);
        yield_from!(if early { Some(2) } else { None });
        yield_from!({
            let start = 3;
            Span { start, end: 4 }
        });
        yield_from!(match (early, 4) {
            (true, _) => return,
            (false, number) => [number],
        });
        yield_from!('found: {
            for number in 0.. {
                if number == 5 {
                    break 'found [number];
                }
            }
            [0]
        });
        yield_from!((6..).take_while(|number| *number < 7));
        yield_from!(&mut (7..8));
    }

    assert!(kinds(true).eq(0..4));
    assert!(kinds(false).eq([0, 1, 3, 4, 5, 6, 7]));
}

#[test]
fn it_stands_in_the_arguments_of_other_macros() {
    macro_rules! twice {
        ($expression:expr) => {
            ($expression, $expression)
        };
    }

    #[generator]
    fn places() -> impl Coroutine<Yield = u32, Return = String, Error = u32> {
        let vector = vec![yield_from!(up_to(1)), try_yield_from!(up_to(2)).unwrap()];
        assert_eq!(yield_from!(up_to(1)), 1, "or {:?}", try_yield_from!(up_to(1)));
        let both = twice!(yield_from!(up_to(1)));
        let matched = matches!(try_yield_from!(up_to(1)), Err(Interrupt::Thrown(7)));
        let path = [genfn::yield_from!(up_to(1)), ::genfn::yield_from!(up_to(1))];
        let nested = vec![vec![genfn::try_yield_from!(up_to(1))]];
        format!("{vector:?} {} {both:?} {matched} {path:?} {nested:?}", yield_from! { up_to(1) })
    }

    let mut coroutine = places();
    assert_eq!(coroutine.by_ref().count(), 11);
    let end = "[1, 2] 1 (1, 1) false [1, 1] [[Ok(1)]]";
    assert_eq!(coroutine.take_return().unwrap(), end);
}

mod only_the_attribute {
    use genfn::generator;

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_from!([1]);
        let _ = vec![try_yield_from!([2])];
    }
}

mod everything {
    use genfn::*;

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_from!([1]);
        let _: Vec<Result<(), Interrupt<_>>> = vec![try_yield_from!([2])];
    }
}

mod by_name {
    use genfn::{generator, try_yield_from, yield_from};

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_from!([1]);
        try_yield_from!([2]).unwrap();
    }
}

mod used_only_in_macros {
    use genfn::{generator, try_yield_from, yield_from};

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        let _ = (vec![yield_from!([1])], vec![try_yield_from!([2])]);
    }
}

mod one_of_each {
    use genfn::{generator, yield_, yield_from};

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_!(1);
        yield_from!([2]);
    }
}

mod by_path {
    #[genfn::generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        genfn::yield_from!([1]);
        genfn::try_yield_from!([2]).unwrap();
    }
}

mod through_a_facade {
    mod facade {
        pub(crate) use genfn::*;
    }

    use facade::{generator, yield_from};

    #[generator(crate = facade)]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_from!([1]);
        facade::yield_from!([2]);
    }
}

/// Names of the prelude are the user's to take.
mod names_taken {
    #![allow(dead_code, reason = "it is enough that they are there")]

    use genfn::generator;

    pub(super) struct Option;
    pub(super) struct Some;
    pub(super) struct Result;
    pub(super) trait IntoIterator {}
    pub(super) trait Default {}
    pub(super) trait Iterator {}

    #[generator]
    pub(super) fn items() -> impl ::std::iter::Iterator<Item = u32> {
        yield_from!([1]);
        _ = try_yield_from!([2]);
    }
}

/// A trait with methods of the same names does not come between.
mod methods_taken {
    #![allow(dead_code, reason = "it is never called")]

    use genfn::generator;

    pub(super) trait Methods: Sized {
        fn yield_from<A, B, C>(self, _: A, _: B, _: C) -> std::future::Ready<((), ())> {
            unreachable!("it is nobody's method here")
        }

        fn try_yield_from<A, B, C>(self, _: A, _: B, _: C) -> std::future::Ready<((), ())> {
            unreachable!("it is nobody's method here")
        }

        fn delegate(self) {
            unreachable!("it is nobody's method here")
        }
    }

    impl<T: Copy> Methods for T {}

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_from!([1]);
        _ = try_yield_from!([2]);
    }
}

#[test]
fn each_import_serves() {
    let expected = [1, 2];
    assert!(only_the_attribute::items().eq(expected));
    assert!(everything::items().eq(expected));
    assert!(by_name::items().eq(expected));
    assert!(used_only_in_macros::items().eq(expected));
    assert!(one_of_each::items().eq(expected));
    assert!(by_path::items().eq(expected));
    assert!(through_a_facade::items().eq(expected));
    assert!(names_taken::items().eq(expected));
    assert!(methods_taken::items().eq(expected));
}

#[test]
fn methods_delegate_to_one_another() {
    struct Directory {
        files: Vec<&'static str>,
        directories: BTreeMap<&'static str, Directory>,
        visits: Cell<u32>,
    }

    impl Directory {
        #[generator]
        fn files(&self) -> impl Iterator<Item = &&'static str> {
            self.visits.set(self.visits.get() + 1);
            yield_from!(&self.files);
            for directory in self.directories.values() {
                yield_from!(directory.files());
            }
        }

        #[generator]
        fn files_mut(&mut self) -> impl Iterator<Item = &mut &'static str> {
            yield_from!(&mut self.files);
            for directory in self.directories.values_mut() {
                yield_from!(directory.files_mut());
            }
        }

        #[generator]
        fn into_files(self) -> impl Iterator<Item = &'static str> {
            yield_from!(self.files);
            for directory in self.directories.into_values() {
                yield_from!(directory.into_files());
            }
        }
    }

    let leaf = |files| Directory { files, directories: BTreeMap::new(), visits: Cell::new(0) };
    let mut root = Directory {
        directories: BTreeMap::from([("a", leaf(vec!["a1", "a2"])), ("b", leaf(vec![]))]),
        ..leaf(vec!["1"])
    };
    assert!(root.files().eq(&["1", "a1", "a2"]));
    assert_eq!(root.directories["b"].visits.get(), 1);
    root.files_mut().for_each(|name| *name = &name[name.len() - 1..]);
    assert!(root.into_files().eq(["1", "1", "2"]));
}

#[test]
fn methods_of_a_trait_delegate_to_one_another() {
    trait Shape {
        fn corners(&self) -> impl Iterator<Item = u32>;
        fn named_corners(&self) -> Box<dyn Iterator<Item = u32> + '_>;
    }

    struct Point(u32);
    struct Pair<A, B>(A, B);

    impl Shape for Point {
        #[generator]
        fn corners(&self) -> impl Iterator<Item = u32> {
            yield_!(self.0);
        }

        #[generator]
        fn named_corners(&self) -> Box<dyn Iterator<Item = u32> + '_> {
            yield_from!(self.corners());
        }
    }

    impl<A: Shape, B: Shape> Shape for Pair<A, B> {
        #[generator]
        fn corners(&self) -> impl Iterator<Item = u32> {
            yield_from!(self.0.corners());
            yield_from!(self.1.named_corners());
        }

        #[generator]
        fn named_corners(&self) -> Box<dyn Iterator<Item = u32> + '_> {
            yield_from!(self.0.named_corners());
            yield_from!(self.1.corners());
        }
    }

    let shape = Pair(Point(1), Pair(Pair(Point(2), Point(3)), Point(4)));
    assert!(shape.corners().eq(1..5));
    assert!(shape.named_corners().eq(1..5));
}

#[test]
fn two_generators_delegate_to_each_other() {
    #[generator]
    fn even(number: u32) -> impl Iterator<Item = (u32, &'static str)> {
        yield_!((number, "even"));
        if number > 0 {
            yield_from!(odd(number - 1));
        }
    }

    #[generator]
    fn odd(number: u32) -> BoxGenerator<'static, (u32, &'static str)> {
        yield_!((number, "odd"));
        if number > 0 {
            yield_from!(BoxGenerator::new(even(number - 1)));
        }
    }

    assert!(even(3).eq([(3, "even"), (2, "odd"), (1, "even"), (0, "odd")]));
}

#[test]
fn generic_delegates_are_what_their_bounds_say() {
    #[generator]
    fn both<T, A, B>(first: A, second: B) -> impl Iterator<Item = T>
    where
        A: IntoIterator<Item = T>,
        B: genfn::Generator<Item = T>,
    {
        yield_from!(first);
        yield_from!(second);
    }

    #[generator]
    fn texts() -> impl Iterator<Item = String> {
        yield_!("c".to_owned());
    }

    assert!(both(["a", "b"].map(str::to_owned), texts()).eq(["a", "b", "c"]));
    let nothing: [String; 0] = [];
    assert!(both(texts(), both(nothing, texts())).eq(["c", "c"]));
}

#[test]
fn a_delegation_that_is_not_reached_does_nothing() {
    #[generator]
    fn outer(delegates: bool) -> impl Coroutine<Yield = u32, Return = u32, Error = u32> {
        if !delegates {
            return 7;
        }
        yield_from!(up_to(1))
    }

    assert_eq!(outer(false).start(), Ok(CoroutineState::Complete(7)));
    assert_eq!(outer(true).start(), Ok(CoroutineState::Yielded(0)));
}
