//! What a body with an explicit state evaluates and drops, and when: as the same body without one.

#![allow(
    clippy::cast_possible_truncation,
    clippy::blocks_in_conditions,
    clippy::cast_possible_wrap,
    clippy::explicit_into_iter_loop,
    clippy::explicit_iter_loop,
    clippy::needless_lifetimes,
    clippy::elidable_lifetime_names,
    clippy::single_match_else,
    clippy::single_match,
    clippy::unit_arg,
    clippy::unused_self,
    clippy::let_unit_value,
    clippy::match_single_binding,
    clippy::semicolon_if_nothing_returned,
    unused_assignments,
    unused_labels,
    unused_variables,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use std::cell::Cell;

use genfn::{Coroutine, generator};

#[derive(Clone, Default)]
struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    fn note(&self, text: impl Into<String>) {
        self.0.borrow_mut().push(text.into());
    }

    fn guard(&self, name: &'static str) -> Guard {
        self.note(format!("+{name}"));
        Guard { log: self.clone(), name }
    }
}

struct Guard {
    log: Log,
    name: &'static str,
}

impl Guard {
    fn number(&self) -> i32 {
        1
    }
}

impl fmt::Display for Guard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

impl PartialEq for Guard {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.log.note(format!("-{}", self.name));
    }
}

struct Pair {
    left: Guard,
    right: Guard,
}

impl Pair {
    fn into_guards(self) -> [Guard; 2] {
        [self.left, self.right]
    }
}

fn note(guard: &Guard, number: i32) {
    guard.log.note(format!("{guard} {number}"));
}

fn ignore(_: i32) {}

fn sum((): (), number: i32) -> i32 {
    number
}

fn pair(log: &Log) -> Pair {
    Pair { left: log.guard("left"), right: log.guard("right") }
}

/// What a generator does in all, and in each step.
fn events(log: &Log, mut generator: impl Coroutine<Resume = (), Yield = i32>) -> Vec<String> {
    log.note("start");
    let _ = generator.start();
    while generator.send(()).is_ok() {
        log.note("step");
    }
    drop(generator);
    log.0.take()
}

/// The same body with and without an explicit state.
macro_rules! twins {
    ($($name:ident($log:ident $(, $($arguments:tt)*)?) $body:block)*) => {
        mod boxed {
            use super::*;
            $(
                #[generator]
                pub(super) fn $name<'a>($log: &'a Log $(, $($arguments)*)?) -> impl Coroutine<Yield = i32> + use<'a> $body
            )*
        }

        mod explicit {
            use super::*;
            $(
                #[generator(state)]
                pub(super) fn $name<'a>($log: &'a Log $(, $($arguments)*)?) -> impl Coroutine<Yield = i32> + use<'a> $body
            )*
        }
    };
}

/// Asserts that both do the same.
macro_rules! assert_twins {
    ($name:ident) => {{
        let log = Log::default();
        let boxed = events(&log, boxed::$name(&log));
        assert_eq!(events(&log, explicit::$name(&log)), boxed);
        boxed
    }};
}

/// Macros of the user's with names of the standard library's, whose arguments are evaluated from the last one
/// on, and one that is two statements.
mod macros {
    macro_rules! backwards {
        ($first:expr, $second:expr) => {{
            let second = $second;
            ($first, second)
        }};
    }

    macro_rules! note_twice {
        ($log:expr) => {
            $log.note("once");
        };
    }

    pub(crate) use {backwards as format, note_twice as note};
}

twins! {
    formatted_operand(log) {
        fn look(text: String, log: &Log) -> i32 {
            log.note(text);
            1
        }
        let number = look(format!("{} {:?}", log.guard("inner"), yield_!(1)), log);
        log.note("looked");
        yield_!(look(format!("{:?} {}", yield_!(2), pair(log).left), log) + number);
        log.note("end");
    }
    rest_of_an_operand(log) {
        fn look(number: i32, log: &Log) -> i32 {
            log.note("look");
            number
        }
        let guard = log.guard("guard");
        let number = look(
            match { yield_!(1); Some(log.guard("first")) } {
                Some(first) if first.number() > 1 => 2,
                _ => 1,
            },
            log,
        );
        let number = number + look(
            match Ok::<_, Guard>(log.guard("second")) {
                Err(error) => error.number(),
                Ok(_) => {
                    yield_!(2);
                    3
                }
            },
            log,
        );
        log.note("looked");
        yield_!(number + look(match yield_!(4) { () => 1 }, log));
        drop(guard);
    }
    macro_by_a_path(log) {
        macros::note!(log);
        yield_!(1);
        let (_first, _second) = macros::format!(log.guard("first"), log.guard("second"));
        macros::note! { log }
        yield_!(2);
    }
    formatted(log) {
        let guard = log.guard("guard");
        let text = format!("{} {:?}", guard, yield_!(1));
        log.note(text);
        yield_!(2);
    }
    asserted(log) {
        let guard = log.guard("guard");
        let other = log.guard("other");
        assert!(guard == other, "{:?}", log.0);
        assert_eq!(guard.name.len(), { yield_!(1); 5 });
        yield_!(2);
    }
    let_else(log) {
        let Some(first) = Some(log.guard("first")).filter(|_| true) else {
            yield_!(0);
            return;
        };
        yield_!(first.number());
        let Pair { left, right: Guard { name: "other", .. } } = pair(log) else {
            log.note("else");
            yield_!(3);
            log.note("end");
            return;
        };
        drop(left);
    }
    rest_of_a_literal(log) {
        let taken = Pair { left: log.guard("first"), ..{ yield_!(1); pair(log) } }.right;
        log.note("taken");
        yield_!(2);
        drop(taken);
    }
    borrowed_temporaries(log) {
        fn look(guard: &Guard, _: ()) -> i32 {
            guard.number()
        }
        let number = look(&log.guard("temporary"), yield_!(1));
        log.note("looked");
        yield_!(look(&pair(log).left, yield_!(2)) + number);
    }
    values_with_temporaries(log) {
        yield_!(Pair { left: { yield_!(1); log.guard("a") }, right: log.guard("b") }.left.number());
        yield_!(2);
    }
    lazy_operands(log) {
        fn look(guard: &Guard, _: ()) -> i32 {
            guard.number()
        }
        if look(&log.guard("left"), yield_!(1)) == 2 || log.guard("right").number() == 1 {
            log.note("chosen");
        }
        let both = look(&log.guard("first"), yield_!(2)) == 1 && { log.note("second"); true };
        yield_!(i32::from(both));
    }
    tails(log, argument: Guard) {
        let number = {
            let first = log.guard("first");
            yield_!(1);
            log.guard("temporary").number()
        };
        let other = 'other: {
            let first = log.guard("first");
            yield_!(number);
            {
                let second = log.guard("second");
                yield_!(number);
                pair(log).left.number()
            }
        };
        log.note("loops");
        for turn in [log.guard("item"), log.guard("item")] {
            let second = log.guard("second");
            yield_!(turn.number());
            note(&turn, log.guard("temporary").number())
        }
        while let Some(guard) = Some(log.guard("matched")).filter(|_| log.0.borrow().len() < 60) {
            let second = log.guard("second");
            yield_!(2);
            note(&guard, log.guard("temporary").number())
        }
        let mut turns = 0;
        loop {
            let third = log.guard("third");
            yield_!(turns);
            turns += 1;
            if turns == 3 {
                break;
            }
            match log.guard("matched").number() {
                1 => log.note("one"),
                _ => {}
            }
        }
        log.note("arms");
        if let Some(guard) = Some(log.guard("matched")) {
            let second = log.guard("second");
            yield_!(1);
            note(&guard, log.guard("temporary").number())
        }
        match Some(log.guard("matched")) {
            Some(guard) if guard.number() == 1 => {
                let second = log.guard("second");
                yield_!(1);
                note(&guard, log.guard("temporary").number())
            }
            _ => {}
        }
        if number == 1 {
            let second = log.guard("second");
            yield_!(1);
            log.note(log.guard("temporary").name)
        }
        yield_!({
            let second = log.guard("second");
            yield_!(1);
            log.guard("temporary").number()
        });
        let last = log.guard("last");
        log.note(log.guard("temporary").name)
    }
    tail_with_a_yield(log, argument: Guard) {
        let first = log.guard("first");
        let both = {
            let second = log.guard("second");
            sum(yield_!(1), log.guard("temporary").number())
        };
        yield_!(both);
        ignore(sum(yield_!(2), log.guard("temporary").number()))
    }
    heads(log) {
        for number in (Pair { left: { yield_!(1); log.guard("a") }, right: log.guard("b") }).into_guards() {
            yield_!(number.number());
        }
        match Some({ yield_!(2); log.guard("matched") }) {
            Some(guard) => yield_!(guard.number()),
            None => {}
        }
    }
    last_choices(log) {
        for number in 0..2 {
            match (number == 0).then(|| log.guard("a")).ok_or_else(|| log.guard("b")) {
                Ok(guard) => {
                    yield_!(guard.number());
                }
                Err(_) => {
                    yield_!(number);
                }
            }
        }
        if !log.0.borrow().is_empty() {
            let number = 3;
            return match Err::<i32, _>(log.guard("c")) {
                Ok(number) => {
                    yield_!(number);
                }
                _ => {
                    yield_!(number);
                }
            }
        }
        yield_!(4);
    }
    places(log) {
        let mut numbers = [10, 20];
        let mut place = 0;
        numbers[place] += { yield_!(1); 5 };
        place += 1;
        numbers[place] += i32::from({ yield_!(2); true });
        log.note(format!("{numbers:?}"));
        yield_!(numbers[0] * numbers[1]);
    }
}

#[test]
fn what_a_macro_only_borrows_lives_on() {
    let events = assert_twins!(formatted);
    assert_eq!(events[events.len() - 2..], ["-guard", "step"]);
    assert_twins!(asserted);
}

#[test]
fn what_the_macro_of_an_operand_borrows_is_dropped_where_the_macro_ends() {
    let events = assert_twins!(formatted_operand);
    let dropped = events.iter().position(|event| event == "-inner");
    assert!(dropped < events.iter().position(|event| event == "looked"));
}

#[test]
fn what_the_match_of_an_operand_leaves_is_dropped_where_the_statement_ends() {
    let events = assert_twins!(rest_of_an_operand);
    let dropped = events.iter().position(|event| event == "-first");
    assert!(dropped > events.iter().position(|event| event == "look"), "{events:?}");
}

#[test]
fn a_macro_of_the_users_is_left_as_it_is() {
    assert_twins!(macro_by_a_path);
}

#[test]
fn an_else_of_a_let_yields_behind_the_drop_of_what_did_not_match() {
    let events = assert_twins!(let_else);
    let dropped = events.iter().position(|event| event == "-right");
    assert!(dropped < events.iter().position(|event| event == "else"));
}

#[test]
fn the_rest_of_a_literal_yields() {
    assert_twins!(rest_of_a_literal);
}

#[test]
fn a_borrowed_temporary_lives_until_its_statement_ends() {
    assert_twins!(borrowed_temporaries);
    assert_twins!(values_with_temporaries);
}

#[test]
fn a_value_in_a_head_is_moved_by_it() {
    assert_twins!(heads);
}

#[test]
fn a_lazy_operand_drops_its_temporaries() {
    assert_twins!(lazy_operands);
}

#[test]
fn a_temporary_of_a_last_expression_is_dropped_as_in_its_edition() {
    macro_rules! assert_tail_is_as_usual {
        ($name:ident) => {
            let log = Log::default();
            let boxed = events(&log, boxed::$name(&log, log.guard("argument")));
            let explicit = events(&log, explicit::$name(&log, log.guard("argument")));
            assert_eq!(explicit, boxed);
        };
    }
    assert_tail_is_as_usual!(tails);
    assert_tail_is_as_usual!(tail_with_a_yield);
}

#[test]
fn what_a_last_choice_leaves_is_dropped_where_the_choice_ends() {
    assert_twins!(last_choices);
}

#[test]
fn a_place_is_read_when_it_is_evaluated() {
    assert_twins!(places);
}

#[generator(state)]
fn matched(numbers: Vec<Option<i32>>) -> impl Iterator<Item = i32> {
    let number = 7;
    if matches!(numbers[0], Some(number) if number > { yield_check(number) }) {
        yield_!(number);
    }
    if matches!({ let number = 3; yield_!(number); Some(number) }, Some(number) if number == 3) {
        yield_!(number);
    }
}

fn yield_check(number: i32) -> i32 {
    number - 1
}

#[test]
fn names_in_matches_shadow_those_of_the_body() {
    assert_eq!(matched(vec![Some(1)]).collect::<Vec<_>>(), [7, 3, 7]);
}

#[generator(state)]
fn question_in_a_macro(input: Option<i32>) -> impl Coroutine<Yield = i32, Return = Option<i32>> {
    let matched = matches!(Some(input?), Some(number) if number > 1);
    yield_!(i32::from(matched));
    input
}

#[test]
fn a_question_mark_in_matches_ends_the_body() {
    let mut generator = question_in_a_macro(None);
    assert_eq!(generator.start(), Ok(genfn::CoroutineState::Complete(None)));
    let mut generator = question_in_a_macro(Some(2));
    assert_eq!(generator.start(), Ok(genfn::CoroutineState::Yielded(1)));
}

/// Bodies whose heads panic, and what is dropped then.
mod panics {
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use genfn::{Coroutine, generator};

    use super::{Guard, Log};

    /// What a generator does up to its panic.
    fn events(log: &Log, mut generator: impl Coroutine<Resume = (), Yield = i32>) -> Vec<String> {
        let ended = catch_unwind(AssertUnwindSafe(|| {
            let _ = generator.start();
            while generator.send(()).is_ok() {
                log.note("step");
            }
        }));
        assert!(ended.is_err());
        log.note("caught");
        drop(generator);
        log.0.take()
    }

    fn fails<T>(_: impl Sized) -> T {
        panic!("it fails")
    }

    /// Panics when it is dropped, once.
    struct Fuse(Guard, Cell<bool>);

    impl Drop for Fuse {
        fn drop(&mut self) {
            assert!(!self.1.take(), "it fails");
        }
    }

    fn fuse(log: &Log, name: &'static str) -> Fuse {
        Fuse(log.guard(name), Cell::new(true))
    }

    fn spent(log: &Log, name: &'static str) -> Fuse {
        Fuse(log.guard(name), Cell::new(false))
    }

    twins! {
        assigned(log, first: Guard, mut second: Fuse, third: Guard) {
            let fourth = log.guard("fourth");
            second = spent(log, "new");
            yield_!(1);
        }
        assigned_behind_a_yield(log, first: Guard, mut second: Fuse, third: Guard) {
            let fourth = log.guard("fourth");
            yield_!(1);
            let fifth = log.guard("fifth");
            second = spent(log, "new");
            yield_!(second.0.number());
        }
        assigned_behind_all_yields(log, first: Guard, mut second: Fuse, third: Guard) {
            let fourth = log.guard("fourth");
            yield_!(1);
            let fifth = log.guard("fifth");
            second = spent(log, "new");
        }
        assigned_in_a_branch(log, first: Guard, mut second: Fuse, third: Guard) {
            let fourth = log.guard("fourth");
            if fourth.number() == 1 {
                yield_!(1);
                second = spent(log, "new");
                yield_!(1);
            }
            let fifth = log.guard("fifth");
            yield_!(1);
        }
        assigned_in_a_loop(log, first: Guard, mut second: Fuse, third: Guard) {
            let fourth = log.guard("fourth");
            for number in 0..3 {
                let fifth = log.guard("fifth");
                yield_!(number);
                let old = std::mem::replace(&mut second, spent(log, "new"));
                second = old;
                second = spent(log, "newer");
                yield_!(number);
                drop(second);
                second = fuse(log, "newest");
            }
        }
        assigned_from_a_yield(log, first: Guard, mut second: Fuse, third: Guard) {
            let fourth = log.guard("fourth");
            second = { yield_!(1); spent(log, "new") };
            yield_!(1);
        }
        assigned_from_operands(log, first: Guard, mut second: Fuse, third: Guard) {
            fn other(name: &'static str, log: &Log, _: ()) -> Fuse {
                spent(log, name)
            }
            let fourth = log.guard("fourth");
            second = other("new", log, yield_!(1));
            yield_!(1);
        }
        assigned_where_it_may_be_moved(log, first: Guard, mut second: Fuse, third: Guard) {
            let fourth = log.guard("fourth");
            if fourth.number() == 2 {
                drop(second);
            }
            yield_!(1);
            let fifth = log.guard("fifth");
            second = spent(log, "new");
            yield_!(1);
        }
        assigned_in_a_turn(log, first: Guard, mut second: Fuse, third: Guard) {
            let old = if first.number() == 2 { second } else { spent(log, "other") };
            yield_!(old.0.number());
            for number in 0..3 {
                yield_!(number);
                second = spent(log, if number == 0 { "new" } else { "newer" });
            }
            let fourth = log.guard("fourth");
            yield_!(1);
        }
        assigned_local(log) {
            let first = log.guard("first");
            let mut second = fuse(log, "second");
            let third = log.guard("third");
            second = { yield_!(1); spent(log, "new") };
            yield_!(1);
        }
        assigned_pattern(log, first: Guard, (mut second, third): (Fuse, Guard)) {
            let fourth = log.guard("fourth");
            yield_!(1);
            second = spent(log, "new");
            yield_!(1);
        }
        branch(log) {
            let first = log.guard("first");
            let second = log.guard("second");
            let third = log.guard("third");
            log.note(format!("{first} {second} {third}"));
            if fails(()) {
                yield_!(1);
            }
            yield_!(2);
        }
        branch_with_a_kept_local(log) {
            let first = log.guard("first");
            let second = log.guard("second");
            let third = log.guard("third");
            if fails(()) {
                yield_!(1);
            }
            yield_!(second.number());
        }
        branch_with_a_used_local(log) {
            let first = log.guard("first");
            let second = log.guard("second");
            let third = log.guard("third");
            if fails(&second) {
                yield_!(1);
            }
            yield_!(2);
        }
        branch_behind_a_yield(log) {
            let first = log.guard("first");
            yield_!(1);
            let second = log.guard("second");
            let third = log.guard("third");
            yield_!(third.number());
            let fourth = log.guard("fourth");
            match fails::<Option<i32>>(()) {
                Some(number) => yield_!(number),
                None => {}
            }
            yield_!(first.number());
        }
        branch_with_a_borrow(log) {
            let first = log.guard("first");
            let second = log.guard("second");
            let name = &first.name;
            let third = log.guard("third");
            let names = [name, &second.name];
            if fails(names) {
                yield_!(1);
            }
            yield_!(2);
        }
        branch_in_a_branch(log) {
            let first = log.guard("first");
            let second = log.guard("second");
            if first.number() == 1 {
                let third = log.guard("third");
                let fourth = log.guard("fourth");
                if fails(()) {
                    yield_!(1);
                }
            }
            yield_!(2);
        }
        iterator(log) {
            let first = log.guard("first");
            let second = log.guard("second");
            let third = log.guard("third");
            for number in fails::<std::ops::Range<i32>>(second.number()) {
                yield_!(number);
            }
        }
        argument_and_local(log, first: Guard, second: Guard) {
            let third = log.guard("third");
            let fourth = log.guard("fourth");
            if let Some(number) = fails::<Option<i32>>(second.number()) {
                yield_!(number);
            }
        }
        yielded(log) {
            let first = log.guard("first");
            let second = log.guard("second");
            let third = log.guard("third");
            yield_!(fails(first.number()));
            yield_!(2);
        }
    }

    macro_rules! assert_panic_is_as_usual {
        ($name:ident $(, $argument:expr)*) => {
            let log = Log::default();
            let boxed = events(&log, boxed::$name(&log $(, log.guard($argument))*));
            let explicit = events(&log, explicit::$name(&log $(, log.guard($argument))*));
            assert_eq!(explicit, boxed, "{}", stringify!($name));
        };
    }

    #[test]
    fn panic_in_a_head() {
        assert_panic_is_as_usual!(branch);
        assert_panic_is_as_usual!(branch_with_a_kept_local);
        assert_panic_is_as_usual!(branch_with_a_used_local);
        assert_panic_is_as_usual!(branch_behind_a_yield);
        assert_panic_is_as_usual!(branch_with_a_borrow);
        assert_panic_is_as_usual!(branch_in_a_branch);
        assert_panic_is_as_usual!(argument_and_local, "first", "second");
    }

    #[test]
    fn panic_in_a_value_that_is_assigned_to() {
        macro_rules! assert_assigned_as_usual {
            ($name:ident) => {
                let log = Log::default();
                let arguments = || (log.guard("first"), fuse(&log, "second"), log.guard("third"));
                let (first, second, third) = arguments();
                let boxed = events(&log, boxed::$name(&log, first, second, third));
                let (first, second, third) = arguments();
                let explicit = events(&log, explicit::$name(&log, first, second, third));
                assert_eq!(explicit, boxed, "{}", stringify!($name));
            };
        }
        assert_assigned_as_usual!(assigned);
        assert_assigned_as_usual!(assigned_behind_a_yield);
        assert_assigned_as_usual!(assigned_behind_all_yields);
        assert_assigned_as_usual!(assigned_in_a_branch);
        assert_assigned_as_usual!(assigned_in_a_loop);
        assert_assigned_as_usual!(assigned_from_a_yield);
        assert_assigned_as_usual!(assigned_from_operands);
        assert_assigned_as_usual!(assigned_where_it_may_be_moved);
        assert_assigned_as_usual!(assigned_in_a_turn);
        assert_panic_is_as_usual!(assigned_local);
        let log = Log::default();
        let pair = || (fuse(&log, "second"), log.guard("third"));
        let boxed = events(&log, boxed::assigned_pattern(&log, log.guard("first"), pair()));
        let explicit = events(&log, explicit::assigned_pattern(&log, log.guard("first"), pair()));
        assert_eq!(explicit, boxed);
    }

    #[test]
    fn panic_in_an_iterator() {
        assert_panic_is_as_usual!(iterator);
        assert_panic_is_as_usual!(yielded);
    }
}

/// Methods with the names of std's that take `self`, and of those that do.
mod names {
    use genfn::{Coroutine, generator};

    use super::{Guard, Log, events};

    impl Guard {
        pub(super) fn into_name(self) -> &'static str {
            self.name
        }

        pub(super) fn rev(self) -> Self {
            self.log.note("rev");
            self
        }
    }

    impl From<Guard> for &'static str {
        fn from(guard: Guard) -> Self {
            guard.into_name()
        }
    }

    impl IntoIterator for Guard {
        type Item = i32;
        type IntoIter = std::ops::Range<i32>;

        fn into_iter(self) -> Self::IntoIter {
            0..2
        }
    }

    twins! {
        moved(log) {
            let (first, second, third) = (log.guard("first"), log.guard("second"), log.guard("third"));
            yield_!(1);
            log.note(first.into_name());
            yield_!(2);
            let text: &'static str = second.into();
            log.note(text);
            yield_!(text.len() as i32);
            for number in third.into_iter() {
                yield_!(number);
            }
            let boxed = Box::new(log.guard("boxed"));
            log.note(boxed.into_name());
            yield_!(3);
        }
        temporaries(log) {
            fn sum(left: i32, _: ()) -> i32 {
                left
            }
            let number = sum(log.guard("guard").rev().into_name().len() as i32, yield_!(1));
            log.note(format!("{number}"));
            yield_!(sum(Some(log.guard("inner")).map(|guard| guard.number()).unwrap(), yield_!(2)));
            yield_!(sum(log.guard("ended").into_iter().rev().sum(), yield_!(3)));
            if log.guard("kept").rev().into_name() == "kept" {
                yield_!(4);
            }
        }
        perhaps(log) {
            let guard = log.guard("guard");
            let early = log.0.borrow().len() > 99;
            if early {
                log.note(guard.into_name());
            }
            yield_!(1);
            log.note("end");
        }
    }

    #[test]
    fn what_a_method_takes_is_dropped_by_it() {
        assert_twins!(moved);
        assert_twins!(temporaries);
        assert_twins!(perhaps);
    }
}

/// A yield at the end of a turn: the next step begins with the next turn, where nothing is to be dropped.
#[generator(state)]
fn turns(limit: u32) -> impl Iterator<Item = String> {
    let mut count = 0;
    while count < limit {
        let start = count;
        let name = format!("{start}");
        count += 1;
        for inner in 0..count {
            if inner == start {
                yield_!(name);
                break;
            } else if inner % 2 == 0 {
                yield_!(format!("{inner} of {start}"));
            }
        }
    }
}

#[test]
fn a_yield_at_the_end_of_a_turn_goes_on_with_the_next_one() {
    let turns: Vec<String> = turns(4).collect();
    assert_eq!(turns, ["0", "0 of 1", "1", "0 of 2", "2", "0 of 3", "2 of 3", "3"]);
}

#[test]
fn a_value_of_a_turn_is_dropped_behind_its_last_yield() {
    struct Value<'a>(u32, &'a Cell<u32>);

    impl Drop for Value<'_> {
        fn drop(&mut self) {
            self.1.set(self.0);
        }
    }

    #[generator(state)]
    fn values(dropped: &Cell<u32>) -> impl Iterator<Item = u32> {
        for number in 1..3 {
            let value = Value(number, dropped);
            yield_!(value.0);
        }
    }

    let dropped = Cell::new(0);
    let mut values = values(&dropped);
    assert_eq!((values.next(), dropped.get()), (Some(1), 0));
    assert_eq!((values.next(), dropped.get()), (Some(2), 1));
    assert_eq!((values.next(), dropped.get()), (None, 2));
}

/// A static that changes is read in front of the yield behind it.
#[test]
fn a_static_that_changes_is_read_where_it_is_written() {
    static mut COUNT: u32 = 1;

    // SAFETY: No other function names `COUNT`, and this test alone calls it, once.
    #[generator(state)]
    unsafe fn counts(seen: &Cell<(u32, u32)>) -> impl Iterator<Item = u32> {
        // SAFETY: See above.
        unsafe {
            let pair = (COUNT, {
                COUNT += 1;
                yield_!(1);
                2
            });
            let sum = COUNT + {
                COUNT += 1;
                yield_!(pair.1);
                2
            };
            seen.set((pair.0, sum));
        }
    }

    let seen = Cell::default();
    // SAFETY: See above.
    assert_eq!(unsafe { counts(&seen) }.collect::<Vec<_>>(), [1, 2]);
    assert_eq!(seen.get(), (1, 4));
}
