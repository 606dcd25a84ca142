//! Methods that take what they are called on: those that a trait gives all types, those with the name of one of the
//! standard library's, those of what is in a box, and those that take closures.

#![allow(
    clippy::boxed_local,
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    clippy::needless_pass_by_value,
    clippy::redundant_closure_for_method_calls,
    clippy::should_implement_trait,
    clippy::unused_self,
    clippy::useless_conversion,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::fmt::{self, Display};
use std::rc::Rc;

use crate::alike::{Guard, Log, alike};

/// Methods of all types.
trait Pipe: Sized {
    fn pipe<R>(self, then: impl FnOnce(Self) -> R) -> R {
        then(self)
    }

    fn tap(self, look: impl FnOnce(&Self)) -> Self {
        look(&self);
        self
    }

    fn when(self, really: bool, then: impl FnOnce(Self) -> Self) -> Self {
        if really { then(self) } else { self }
    }

    fn doubled(self) -> (Self, u32) {
        (self, 2)
    }

    fn over(self) -> u32 {
        3
    }

    fn width(&self) -> u32 {
        4
    }

    fn touch(&mut self) -> u32 {
        5
    }

    fn look<R>(&self, with: impl FnOnce(&Self) -> R) -> R {
        with(self)
    }
}

impl<T> Pipe for T {}

/// Methods of all iterators.
trait Every: Iterator {
    fn count_all(self) -> u32
    where
        Self: Sized,
    {
        self.fold(0, |count, _| count + 1)
    }
}

impl<I: Iterator> Every for I {}

/// Methods of all that is shown.
trait Shout {
    fn shout(self) -> u32;
    fn whisper(&self) -> u32;
}

impl<T: Display> Shout for T {
    fn shout(self) -> u32 {
        self.to_string().len() as u32
    }

    fn whisper(&self) -> u32 {
        self.to_string().len() as u32
    }
}

impl Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }
}

/// Its methods have the names of those of `Iterator` and `Option`.
struct Own(Guard, u32);

/// The type of the closure is a part of it.
struct Scanned<F>(Own, F);

impl Own {
    fn map(self, with: impl Fn(u32) -> u32) -> Own {
        self.0.0.note("map");
        Own(self.0.0.guard("mapped"), with(self.1))
    }

    fn filter(&self, with: impl Fn(&u32) -> bool) -> bool {
        with(&self.1)
    }

    fn and_then<R>(self, with: impl FnOnce(u32) -> Option<R>) -> Option<R> {
        with(self.1)
    }

    fn zip(self, other: Own) -> Own {
        Own(self.0, self.1 + other.1)
    }

    fn rev(self) -> Own {
        self
    }

    fn inspect<R>(&self, with: impl Fn(u32) -> Result<R, String>) -> Result<R, String> {
        with(self.1)
    }

    fn fold<R>(self, first: R, with: impl Fn(R, u32) -> R) -> R {
        with(first, self.1)
    }

    fn scan<F: Fn(u32) -> u32>(self, with: F) -> Scanned<F> {
        Scanned(self, with)
    }

    fn next(self) -> Own {
        Own(self.0, self.1 + 1)
    }

    fn push(self, by: u32) -> Result<Own, String> {
        if by > 9 { Err(format!("{by} is too much")) } else { Ok(Own(self.0, self.1 + by)) }
    }

    fn take(self) -> u32 {
        self.1
    }

    fn clear(&mut self) -> u32 {
        std::mem::take(&mut self.1)
    }

    fn each(&mut self, mut with: impl FnMut(u32)) {
        with(self.1);
        self.1 += 1;
    }

    fn apply(self, with: fn(u32, u32) -> u32) -> u32 {
        with(self.1, 1)
    }

    fn made(self, with: impl FnOnce(Option<u32>, Vec<u32>) -> Guard, then: Option<u32>) -> Guard {
        with(then, vec![self.1])
    }

    fn eval(self) -> u32 {
        self.1
    }

    fn peek_at(&self) -> u32 {
        self.1
    }

    fn of_box(self: Box<Self>) -> u32 {
        self.1
    }

    fn of_rc(self: Rc<Self>) -> u32 {
        self.1
    }
}

fn own(log: &Log, name: &'static str) -> Own {
    Own(log.guard(name), 1)
}

fn length(guard: Guard) -> u32 {
    guard.1.len() as u32
}

fn sum(a: u32, b: u32) -> u32 {
    a + b
}

fn early(log: &Log) -> bool {
    log.0.borrow().len() % 2 == 0
}

fn texts(log: &Log) -> impl Iterator<Item = (Guard, String)> + use<> {
    let log = log.clone();
    ["a", "b"].into_iter().map(move |name| (log.guard(name), name.to_owned()))
}

/// A row whose values are read as what is expected of them.
struct Row(Guard, u32);

impl Row {
    fn value<T: From<u32>>(&self, by: u32) -> T {
        T::from(self.1 * by + self.0.1.len() as u32)
    }
}

alike! {
    a_method_by_value_has_the_name_of_one_that_borrows(log) {
        let own = own(&log, "a");
        yield_!(own.1);
        let own = own.next();
        yield_!(own.1);
        let Ok(mut own) = own.push(4) else { return };
        yield_!(own.1);
        if own.1 == 6 {
            yield_!(own.clear());
            yield_!(0);
        } else {
            yield_!(own.take());
        }
        yield_!(1);
    }

    a_method_by_value_with_the_name_of_one_that_borrows_is_on_one_path(log) {
        for by in [1, 20] {
            let own = own(&log, "a");
            yield_!(own.1);
            if early(&log) {
                match own.push(by) {
                    Ok(own) => yield_!(own.take()),
                    Err(text) => yield_!(text.len() as u32),
                }
            } else {
                yield_!(own.next().1);
            }
            yield_!(by);
        }
    }

    an_option_is_taken_whose_type_follows_behind(log) {
        let (mut last, mut n) = (None, 0);
        for guard in [log.guard("a"), log.guard("b")] {
            if let Some(guard) = last.take() {
                yield_!(length(guard));
            }
            last = Some(guard);
            n += 1;
            yield_!(n);
        }
    }

    a_method_by_value_has_the_name_of_an_adaptor(log) {
        let first = own(&log, "a");
        yield_!(first.1);
        let second = first.map(|n| n + 1);
        yield_!(second.1);
        if early(&log) {
            let n = second.fold(String::new(), |text, n| text + &n.to_string());
            yield_!(n.len() as u32);
        } else {
            let n: u32 = second.inspect(|n| Ok(n.into())).unwrap_or_default();
            yield_!(n);
        }
        yield_!(1);
    }

    a_method_with_the_name_of_an_adaptor_holds_its_closure(log) {
        let first = own(&log, "a");
        yield_!(first.1);
        let scanned = first.scan(|n| n + 1);
        yield_!((scanned.1)(scanned.0.1));
        yield_!(1);
    }

    an_adaptor_gives_what_stands_around_it(log) {
        let (numbers, other) = (vec![1u8, 2].into_iter(), log.guard("a"));
        yield_!(1);
        if other.1 == "a" {
            let numbers: Vec<u32> = numbers.map(|n| n.into()).collect();
            yield_!(numbers[0]);
        } else {
            drop(numbers);
        }
        let first = other.1.chars().next();
        yield_!(2);
        if other.1 == "a" {
            let n: u32 = first.map(|c| c.into()).unwrap_or_default();
            yield_!(n);
        }
    }

    a_method_that_gives_any_type_borrows_a_local_that_is_moved_on_some_paths(log) {
        for number in 1..4 {
            let row = Row(log.guard("row"), number);
            let first: u64 = row.value(1);
            if first > 6 {
                drop(row);
                yield_!(3);
            } else {
                yield_!(row.value(2));
            }
            let text = format!("{number}");
            let parsed: u32 = text.parse().unwrap_or(0);
            yield_!(parsed);
        }
    }

    a_borrow_of_what_an_argument_was_made_to_ends_on_another_path(log) {
        let numbers = log.guard("numbers").1.len() as u32;
        let numbers = (0..numbers).filter(|number| number % 2 == 0);
        let text = numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(" ");
        let first = text.split(' ').next().unwrap_or("");
        if first.len() > 3 {
            yield_!(1);
            return;
        }
        yield_!(first.len() as u32);
        yield_!(text.len() as u32);
    }

    a_method_of_all_types_takes(log) {
        let (first, second) = (log.guard("first"), log.guard("second"));
        yield_!(1);
        let (same, n) = first.doubled();
        yield_!(n);
        let n = second.over();
        yield_!(n);
        log.note(same.1);
        yield_!(4);
    }

    a_method_of_all_types_takes_on_one_path(log) {
        let guard = log.guard("guard");
        yield_!(1);
        if early(&log) {
            let n = guard.over();
            yield_!(n);
        } else {
            yield_!(guard.width());
        }
        yield_!(3);
    }

    a_method_of_all_types_borrows(log) {
        let mut guard = log.guard("guard");
        let other = log.guard("other");
        yield_!(1);
        let n = guard.touch();
        yield_!(n);
        let n = other.width();
        yield_!(n);
        let n = guard.look(|guard| guard.1.len() as u32);
        yield_!(n);
        yield_!(3);
    }

    a_method_of_all_types_takes_what_a_closure_takes(log) {
        let (first, second) = (log.guard("first"), log.guard("second"));
        yield_!(1);
        let n = first.pipe(|guard| guard.1.len() as u32);
        yield_!(n);
        let n = second.pipe(length);
        yield_!(n);
        yield_!(3);
    }

    a_method_of_all_types_passes_on(log) {
        let (first, second) = (log.guard("first"), log.guard("second"));
        yield_!(1);
        let first = first.tap(|guard| guard.0.note("tap"));
        yield_!(2);
        if early(&log) {
            let second = second.when(true, |guard| guard.0.guard("third"));
            yield_!(3);
            second.0.note("used");
        }
        yield_!(4);
        first.0.note("used");
        yield_!(5);
    }

    a_method_of_all_iterators_takes(log) {
        let names = log.clone();
        let mut guards = ["a", "b", "c"].into_iter().map(move |name| names.guard(name));
        let first = guards.next();
        yield_!(1);
        let n = guards.count_all();
        yield_!(n);
        drop(first);
        yield_!(2);
    }

    a_method_of_all_that_is_shown(log) {
        let (first, second) = (log.guard("first"), log.guard("second"));
        yield_!(1);
        let n = first.shout();
        yield_!(n);
        let n = second.whisper();
        yield_!(n);
        yield_!(3);
    }

    a_copy_stays(log) {
        #[derive(Clone, Copy)]
        struct Small(u32);
        let small = Small(3);
        yield_!(1);
        if early(&log) {
            let n = small.over();
            yield_!(n);
        }
        yield_!(small.0);
    }

    methods_with_the_names_of_adaptors_take(log) {
        let (first, other) = (own(&log, "first"), own(&log, "other"));
        yield_!(1);
        // By its name and its closure, it could be the adaptor.
        let first = { first }.map(|x| x + 1);
        yield_!(first.1);
        let first = first.zip(other);
        yield_!(first.1);
        let first = first.rev();
        yield_!(first.1);
        let n = { first }.and_then(|x| Some(x + 1));
        yield_!(n.unwrap());
        yield_!(7);
    }

    an_adaptor_takes_an_iterator_of_an_unwritten_type_with_a_closure(log) {
        let texts = texts(&log);
        let numbers = texts.map(|(guard, text)| (guard, text.len() as u32));
        if early(&log) {
            for (guard, number) in numbers {
                yield_!(number + guard.1.len() as u32);
            }
        }
        let parts = ["1", "2", "x"].into_iter();
        yield_!(4);
        let parsed: Vec<u32> = parts.map(|part| part.parse().unwrap_or(9)).collect();
        yield_!(parsed.len() as u32);
        yield_!(parsed[2]);
    }

    methods_with_the_names_of_adaptors_borrow(log) {
        let own = own(&log, "own");
        yield_!(1);
        let is = own.filter(|x| *x > 0);
        yield_!(u32::from(is));
        yield_!(own.1);
        let last = own.filter(|x| *x > 3);
        yield_!(u32::from(last));
        yield_!(3);
    }

    methods_take_closures(log) {
        let (mut first, second) = (own(&log, "first"), own(&log, "second"));
        let mut total = 0;
        yield_!(1);
        first.each(|x| total += x);
        yield_!(total);
        let n = first.apply(sum);
        yield_!(n);
        if early(&log) {
            let names = log.clone();
            let made = second.made(move |_, _| names.guard("made"), None);
            yield_!(made.1.len() as u32);
        }
        yield_!(3);
    }

    a_method_of_what_is_in_a_box_takes_it(log) {
        let first = Box::new(own(&log, "first"));
        let second = Box::new(own(&log, "second"));
        yield_!(1);
        let n = first.peek_at();
        yield_!(n);
        let n = first.eval();
        yield_!(n);
        if early(&log) {
            let n = second.eval();
            yield_!(n);
        }
        yield_!(3);
    }

    a_method_of_a_pointer_takes_it(log) {
        let first = Box::new(own(&log, "first"));
        let second = Rc::new(own(&log, "second"));
        yield_!(1);
        let n = first.of_box();
        yield_!(n);
        let n = second.clone().of_rc();
        yield_!(n);
        let n = second.of_rc();
        yield_!(n);
        yield_!(3);
    }

    what_is_in_a_box_of_a_pattern_is_taken(log) {
        enum Tree {
            Leaf(Own),
            Node(Box<Tree>, Box<Tree>),
        }

        impl Tree {
            fn total(self) -> u32 {
                match self {
                    Tree::Leaf(own) => own.eval(),
                    Tree::Node(left, right) => left.total() + right.total(),
                }
            }
        }

        let leaf = |name| Box::new(Tree::Leaf(own(&log, name)));
        let tree = Tree::Node(leaf("left"), leaf("right"));
        yield_!(1);
        if let Tree::Node(left, right) = tree {
            let n = left.total();
            yield_!(n);
            if early(&log) {
                let n = right.total();
                yield_!(n);
            }
            yield_!(2);
        }
        yield_!(3);
    }

    a_method_takes_the_temporary_in_a_head(log) {
        for place in 0..own(&log, "first").eval() {
            yield_!(place);
        }
        match own(&log, "second").made(|_, _| log.guard("made"), None).over() {
            3 => yield_!(7),
            n => yield_!(n),
        }
        if let Some(n) = own(&log, "third").map(|n| n + 1).and_then(|n| n.checked_add(1)) {
            log.note("in the block");
            yield_!(n);
        }
        yield_!(3);
    }
}
