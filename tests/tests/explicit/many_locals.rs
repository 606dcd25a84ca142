//! Many locals that are kept by many yields lie beside the enum of states, or methods of the enum take them out: they
//! are dropped as those of a generator without an explicit state, and cloned with it. Of many arms, each is chosen as
//! of few.

#![allow(clippy::many_single_char_names, reason = "there have to be many")]

use genfn::{Coroutine, generator};

use crate::alike::{Log, alike};

/// The same with these locals in front of the body, each with a yield, and a use of each behind it.
macro_rules! many_locals {
    ($($local:ident)*: $($test:ident($log:ident) $body:tt)*) => {
        many_locals! { @ [$($local)*] $($test($log) $body)* }
    };
    (@ $locals:tt $($test:ident($log:ident) $body:tt)*) => {
        $(many_locals! { @one $locals $test($log) $body })*
    };
    (@one [$($local:ident)*] $test:ident($log:ident) { $($body:tt)* }) => {
        alike! {
            $test($log) {
                $(
                    #[allow(unused_mut)]
                    let mut $local = $log.guard(stringify!($local));
                    yield_!(0);
                )*
                $($body)*
                $(yield_!(u32::from($local.1 == "a"));)*
            }
        }
    };
}

many_locals! {
    a b c d e f g h i j k l m n o p q r:

    many_locals(log) {
        let last = log.guard("last");
        yield_!(1);
        drop(last);
    }

    many_locals_some_of_which_are_moved_on_some_paths(log) {
        let mut turn = 0;
        let moved = log.guard("moved");
        yield_!(1);
        while turn < 3 {
            turn += 1;
            let mut inner = log.guard("inner");
            yield_!(turn);
            if turn == 2 {
                inner = moved;
                yield_!(20);
                log.note(inner.1);
                break;
            }
            yield_from!([turn, 30]);
            log.note(inner.1);
        }
        (q, c) = (c, q);
    }
}

macro_rules! many_delegates {
    ($($local:ident)*) => {
        alike! {
            many_delegates(log) {
                let mut sum = 0;
                $({
                    let $local = log.guard(stringify!($local));
                    let items = [log.guard("item"), log.guard("other")];
                    yield_from!(items.into_iter().map(|item| u32::from(item.1 == "item")));
                    log.note($local.1);
                    sum += 1;
                })*
                yield_!(sum);
            }

            many_delegates_in_a_loop_that_is_left(log) {
                let mut turn = 0;
                let given = log.guard("given");
                loop {
                    $(
                        let $local = log.guard(stringify!($local));
                        yield_from!([turn]);
                        if turn == 2 && $local.1 == "f" {
                            break;
                        }
                    )*
                    turn += 1;
                }
                log.note(given.1);
                yield_!(7);
            }

            many_operands(log) {
                $({
                    let name = stringify!($local);
                    let parts = (log.guard(name), yield_!(1), log.guard("part"), yield_!(2));
                    log.note(parts.2.1);
                })*
            }
        }

        /// The same over `Result`s: an error ends it.
        fn failing(log: &Log, at: &'static str) -> (Vec<String>, Vec<String>) {
            use std::num::ParseIntError;

            type Numbers = Vec<Result<u32, ParseIntError>>;

            #[generator]
            fn boxed(log: Log, at: &'static str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
                $({
                    let $local = log.guard(stringify!($local));
                    yield_!(Ok(1));
                    let number: u32 = if at == $local.1 { "x" } else { "2" }.parse()?;
                    yield_!(Ok(number));
                    log.note($local.1);
                })*
                Ok(())
            }
            #[generator(state)]
            fn explicit(log: Log, at: &'static str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
                $({
                    let $local = log.guard(stringify!($local));
                    yield_!(Ok(1));
                    let number: u32 = if at == $local.1 { "x" } else { "2" }.parse()?;
                    yield_!(Ok(number));
                    log.note($local.1);
                })*
                Ok(())
            }

            log.note(format!("{:?}", boxed(log.clone(), at).collect::<Numbers>()));
            let expected = log.0.take();
            log.note(format!("{:?}", explicit(log.clone(), at).collect::<Numbers>()));
            (log.0.take(), expected)
        }

        #[test]
        fn an_error_ends_a_generator_with_many_locals() {
            for at in ["none", $(stringify!($local),)*] {
                let (found, expected) = failing(&Log::default(), at);
                assert_eq!(found, expected, "at {at}");
            }
        }
    };
}

many_delegates! { a b c d e f g h i j k l m n }

macro_rules! many_arms {
    ($($number:literal)*) => {
        alike! {
            many_arms_that_bind(log) {
                let mut turn = 0;
                loop {
                    turn += 1;
                    match (turn, log.guard("head")) {
                        $(($number, bound) => {
                            yield_!($number);
                            log.note(bound.1);
                        })*
                        (other, _) if other % 2 == 1 => yield_!(other),
                        _ => break,
                    }
                }
            }

            many_arms(log) {
                let mut turn = 0;
                loop {
                    turn += 1;
                    match turn {
                        $($number => {
                            let guard = log.guard(stringify!($number));
                            yield_!($number);
                            log.note(guard.1);
                        })*
                        _ => break,
                    }
                }
            }
        }
    };
}

many_arms! { 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 }

/// A coroutine that catches what comes to its many yields, and ends.
macro_rules! catching {
    ($([$($state:tt)*] $name:ident)* : $locals:tt) => {
        $(catching! { @ $locals [$($state)*] $name })*
    };
    (@ [$($local:ident)*] [$($state:tt)*] $name:ident) => {
        #[generator $($state)*]
        fn $name(log: Log) -> impl Coroutine<Yield = u32, Error = &'static str> {
            $(
                let $local = log.guard(stringify!($local));
                if let Err(interrupt) = try_yield!(0) {
                    log.note(format!("{interrupt:?}"));
                    yield_!(1);
                    log.note("again");
                    return;
                }
            )*
            $(
                yield_!(2);
                log.note($local.1);
            )*
        }
    };
}

catching! { [] boxed [(state)] explicit: [a b c d e f g h i j k l m n o p q r] }

/// What is noted where a generator is closed, or thrown into, behind so many steps.
fn interrupted(
    log: &Log,
    steps: usize,
    throws: bool,
    mut generator: impl Coroutine<Yield = u32, Resume = (), Error = &'static str, Return = ()>,
) -> Vec<String> {
    for step in 0..steps {
        log.note(match step {
            0 => format!("{:?}", generator.start()),
            _ => format!("{:?}", generator.send(())),
        });
    }
    for _ in 0..3 {
        log.note(if throws {
            format!("{:?}", generator.throw("thrown"))
        } else {
            format!("{:?}", generator.close())
        });
    }
    log.note("over");
    drop(generator);
    log.0.take()
}

#[test]
fn many_locals_are_dropped_by_a_close_and_a_throw() {
    for steps in 0..40 {
        for throws in [false, true] {
            let log = Log::default();
            let expected = interrupted(&log, steps, throws, boxed(log.clone()));
            let found = interrupted(&log, steps, throws, explicit(log.clone()));
            assert_eq!(found, expected, "{steps} steps, throws: {throws}");
        }
    }
}

macro_rules! words {
    ($($local:ident)*) => {
        #[generator(state)]
        fn words(mut last: String) -> impl Iterator<Item = String> + Clone {
            $(
                let $local = String::from(stringify!($local)) + &last;
                yield_!($local.clone());
            )*
            last.push('!');
            $(yield_!($local.clone() + &last);)*
        }
    };
}

words! { a b c d e f g h i j k l m n o p q r }

#[test]
fn a_clone_has_locals_of_its_own() {
    let all: Vec<String> = words("x".to_owned()).collect();
    assert_eq!(all.len(), 36);
    assert_eq!((&*all[17], &*all[35]), ("rx", "rxx!"));
    for items in 0..=36 {
        let mut words = words("x".to_owned());
        for word in &all[..items] {
            assert_eq!(words.next().as_ref(), Some(word));
        }
        let clone = words.clone();
        assert_eq!(words.collect::<Vec<_>>(), all[items..]);
        assert_eq!(clone.collect::<Vec<_>>(), all[items..]);
    }
}

/// A generator with many numbers that stay in place, and the items that it gives.
macro_rules! many_numbers {
    ($($number:ident)*) => {
        /// Has each number in two yields, and changes it between them.
        #[generator]
        fn many_numbers(first: u64) -> impl Iterator<Item = u64> + Clone {
            let mut last: u64 = first;
            $(
                last += 1;
                let mut $number: u64 = last * 3;
                yield_!($number);
            )*
            $(
                $number += first;
                yield_!($number);
            )*
        }

        /// The names of the numbers.
        const NUMBERS: &[&str] = &[$(stringify!($number)),*];
    };
}

many_numbers! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7
    d8 d9 e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 h0 h1 h2 h3 h4 h5
}

#[test]
fn many_numbers_stay_where_they_are() {
    let count = NUMBERS.len() as u64;
    let numbers = || (1..=count).map(|number| (7 + number) * 3);
    let expected: Vec<u64> = numbers().chain(numbers().map(|number| number + 7)).collect();
    for taken in 0..expected.len() {
        let mut first = many_numbers(7);
        assert!(first.by_ref().take(taken).eq(expected[..taken].iter().copied()));
        let second = first.clone();
        assert!(first.eq(expected[taken..].iter().copied()));
        assert!(second.eq(expected[taken..].iter().copied()));
    }
}
