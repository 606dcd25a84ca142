//! What a generator holds in place, from its start on or from a definition on: numbers, references and ranges that stay where they are
//! (`placed`), values that are given where the generator is made (`start`), and a state that a step reads in
//! place (`Entered`). At each step the generator can be cloned, dropped, closed, and the body can panic, and
//! all is as in a body without an explicit state.

#![allow(
    clippy::many_single_char_names,
    clippy::needless_pass_by_value,
    clippy::while_let_on_iterator,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use genfn::{Coroutine, Status, generator};

/// Counts what is called, and panics at one of the calls.
#[derive(Default)]
struct Calls {
    made: Cell<u32>,
    panics_at: Cell<Option<u32>>,
    log: RefCell<Vec<String>>,
}

impl Calls {
    fn note(&self, text: impl Into<String>) -> u32 {
        let made = self.made.get() + 1;
        self.made.set(made);
        self.log.borrow_mut().push(text.into());
        assert_ne!(self.panics_at.get(), Some(made), "it is told to");
        made
    }
}

/// Notes its drop.
struct Guard<'a>(&'a Calls, &'static str);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.log.borrow_mut().push(format!("-{}", self.1));
    }
}

/// The same bodies with and without an explicit state, which can be cloned.
macro_rules! twins {
    ($($name:ident($($arguments:tt)*) $body:block)*) => {
        mod boxed {
            use super::*;
            $(
                #[generator]
                pub(super) fn $name<'a>($($arguments)*) -> impl Iterator<Item = u32> + use<'a> $body
            )*
        }

        mod explicit {
            use super::*;
            $(
                #[generator]
                pub(super) fn $name<'a>($($arguments)*) -> impl Iterator<Item = u32> + Clone + use<'a> $body
            )*
        }
    };
}

twins! {
    counted(calls: &'a Calls, n: u32) {
        let mut sum = 0;
        let (step, negative) = (2, -1_i64);
        for i in 0..n {
            calls.note("turn");
            sum += i * step;
            yield_!(sum);
            calls.note("behind");
        }
        yield_!(sum + u32::try_from(negative + 2).unwrap());
    }
    in_turn(calls: &'a Calls, mut n: u32) {
        while n > 0 {
            n -= 1;
            if n % 2 == 0 {
                yield_!(n);
            } else {
                calls.note("odd");
                yield_!(n * 10);
            }
        }
    }
    nested(calls: &'a Calls, n: u32) {
        let mut found = 0;
        for a in 1..=n {
            for b in a..=n {
                if (a + b) % 3 != 0 {
                    continue;
                }
                found += 1;
                calls.note("found");
                yield_!(a * 10 + b);
            }
            if found > 4 {
                return;
            }
        }
    }
    defined_in_turns(calls: &'a Calls, n: u32) {
        let mut turns: u32 = 0;
        let end = n + 1;
        for row in 1..end {
            let double: u32 = row * 2;
            let (mut left, sign): (u32, bool) = (3, row % 2 == 0);
            for column in 0..row {
                calls.note("column");
                yield_!(double + column);
                left = left.saturating_sub(u32::from(sign) + column % 2);
                if left == 0 {
                    break;
                }
                let left: u32 = left * 100;
                yield_!(left);
                calls.note(format!("{left}"));
                turns += left / 100;
            }
            calls.note("row");
            yield_!(left + turns);
        }
    }
    shadowed(calls: &'a Calls, n: u32) {
        let n = n + 1;
        let first = n;
        let mut n = 10;
        yield_!(first + n);
        n += calls.note("shadowed");
        let n = (n, first).0;
        yield_!(n);
    }
    borrowed(numbers: &'a [u32], calls: &'a Calls) {
        let mut place = 0;
        let last = numbers.len();
        while place < last {
            calls.note(format!("{place} of {last}"));
            yield_!(numbers[place]);
            place += 1;
        }
        yield_!(numbers.iter().sum());
    }
    arguments_of_a_call(calls: &'a Calls, mut range: std::ops::Range<u32>) {
        let limit: u32 = 3;
        let double = |number: u32| number * 2;
        while let Some(number) = range.next() {
            if number == limit {
                break;
            }
            yield_!(double(number) + calls.note("call"));
        }
        yield_!(range.end - range.start);
    }
}

/// All items, and what was noted for them.
fn run(calls: &Calls, generator: impl Iterator<Item = u32>) -> (Vec<u32>, Vec<String>) {
    let items = generator.collect();
    calls.made.set(0);
    (items, calls.log.take())
}

/// What a generator does if the body panics at a call, and what it gives behind that.
fn run_with_panic(
    calls: &Calls,
    at: u32,
    mut generator: impl Iterator<Item = u32> + Coroutine,
) -> (Vec<u32>, bool, Option<u32>, Status, Vec<String>) {
    calls.panics_at.set(Some(at));
    let mut items = Vec::new();
    let ended = catch_unwind(AssertUnwindSafe(|| items.extend(generator.by_ref())));
    calls.panics_at.set(None);
    calls.made.set(0);
    let behind = generator.next();
    (items, ended.is_err(), behind, generator.status(), calls.log.take())
}

/// Asserts that both do the same: in full, and with a panic at each call; and that a clone at each step goes on
/// as the original does, and that it does so behind a drop and a close of the original.
fn assert_twins<B, E>(boxed: impl Fn(&'static Calls) -> B, explicit: impl Fn(&'static Calls) -> E)
where
    B: Iterator<Item = u32> + Coroutine,
    E: Iterator<Item = u32> + Coroutine + Clone,
    <E as Coroutine>::Return: Debug + PartialEq,
    <E as Coroutine>::Yield: Debug,
{
    static HELD: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    let calls: &Calls = Box::leak(Box::default());
    // It can be reached to the end, so that no sanitizer takes it for lost.
    HELD.lock().unwrap().push(std::ptr::from_ref(calls).addr());
    let whole = run(calls, boxed(calls));
    assert_eq!(run(calls, explicit(calls)), whole);
    let noted = u32::try_from(whole.1.len()).unwrap();
    for at in 1..=noted {
        let boxed = run_with_panic(calls, at, boxed(calls));
        assert_eq!(run_with_panic(calls, at, explicit(calls)), boxed);
        assert_eq!((boxed.1, boxed.2, boxed.3), (true, None, Status::Finished));
    }
    for taken in 0..=whole.0.len() {
        let mut original = explicit(calls);
        let first: Vec<u32> = original.by_ref().take(taken).collect();
        assert_eq!(first, whole.0[..taken]);
        let (clone, other) = (original.clone(), original.clone());
        calls.made.set(u32::MAX / 2);
        let rest = original.count();
        assert_eq!(rest, whole.0.len() - taken);
        calls.log.take();
        assert_eq!(clone.count(), rest);
        let mut closed = other.clone();
        assert_eq!(closed.close().unwrap(), None);
        assert_eq!((closed.next(), closed.status()), (None, Status::Finished));
        assert_eq!(other.count(), rest);
        calls.log.take();
        calls.made.set(0);
    }
}

#[test]
fn numbers_that_are_given_at_the_start_are_those_of_the_body() {
    assert_twins(|calls| boxed::counted(calls, 4), |calls| explicit::counted(calls, 4));
    assert_eq!(explicit::counted(&Calls::default(), 3).collect::<Vec<_>>(), [0, 2, 6, 7]);
}

#[test]
fn a_state_that_is_read_in_place_goes_on_from_each_yield() {
    assert_twins(|calls| boxed::in_turn(calls, 7), |calls| explicit::in_turn(calls, 7));
    assert_twins(|calls| boxed::nested(calls, 5), |calls| explicit::nested(calls, 5));
}

#[test]
fn a_number_that_a_turn_defines_stays_where_it_is() {
    assert_twins(
        |calls| boxed::defined_in_turns(calls, 5),
        |calls| explicit::defined_in_turns(calls, 5),
    );
}

#[test]
fn a_shadowed_local_keeps_the_value_that_it_had() {
    assert_twins(|calls| boxed::shadowed(calls, 4), |calls| explicit::shadowed(calls, 4));
}

#[test]
fn references_and_ranges_stay_where_they_are() {
    assert_twins(
        |calls| boxed::borrowed(&[3, 1, 2], calls),
        |calls| explicit::borrowed(&[3, 1, 2], calls),
    );
    assert_twins(
        |calls| boxed::arguments_of_a_call(calls, 1..9),
        |calls| explicit::arguments_of_a_call(calls, 1..9),
    );
}

#[test]
fn a_clone_changes_its_own_numbers() {
    let calls = Calls::default();
    let mut first = explicit::in_turn(&calls, 6);
    assert_eq!(first.next(), Some(50));
    let mut second = first.clone();
    assert_eq!((first.next(), first.next()), (Some(4), Some(30)));
    assert_eq!(second.next(), Some(4));
}

#[test]
fn a_value_with_a_destructor_is_dropped_beside_those_that_stay() {
    fn events(run: impl FnOnce(&Calls)) -> Vec<String> {
        let calls = Calls::default();
        run(&calls);
        calls.log.take()
    }

    #[generator(state)]
    fn guarded<'a>(calls: &'a Calls, n: u32, outer: Guard<'a>) -> impl Iterator<Item = u32> {
        let mut left = n;
        while left > 0 {
            let inner = Guard(calls, "inner");
            calls.note("turn");
            left -= 1;
            yield_!(left);
            drop(inner);
        }
        drop(outer);
        yield_!(100);
        calls.note("end");
    }

    let all = events(|calls| {
        assert_eq!(guarded(calls, 2, Guard(calls, "outer")).collect::<Vec<_>>(), [1, 0, 100]);
    });
    assert_eq!(all, ["turn", "-inner", "turn", "-inner", "-outer", "end"]);
    let early = events(|calls| drop(guarded(calls, 2, Guard(calls, "outer"))));
    assert_eq!(early, ["-outer"]);
    let suspended = events(|calls| {
        let mut guarded = guarded(calls, 2, Guard(calls, "outer"));
        guarded.next();
        drop(guarded);
    });
    assert_eq!(suspended, ["turn", "-inner", "-outer"]);
    let panicked = events(|calls| {
        let mut guarded = guarded(calls, 2, Guard(calls, "outer"));
        guarded.next();
        calls.panics_at.set(Some(2));
        assert!(catch_unwind(AssertUnwindSafe(|| guarded.next())).is_err());
        calls.note("caught");
        assert_eq!(guarded.next(), None);
    });
    assert_eq!(panicked, ["turn", "-inner", "turn", "-inner", "-outer", "caught"]);
}

#[test]
fn an_overflow_in_the_first_values_waits_for_the_first_step() {
    #[generator(state)]
    fn offset(n: u8) -> impl Iterator<Item = u8> {
        let next = n + 1;
        yield_!(next);
    }

    let mut overflows = offset(u8::MAX);
    assert_eq!(overflows.status(), Status::Created);
    let step = catch_unwind(AssertUnwindSafe(|| overflows.next()));
    assert_eq!(step.is_err(), cfg!(debug_assertions));
    assert_eq!(overflows.next(), None);
}
