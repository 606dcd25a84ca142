//! Names of the user's that could be taken for something else, with explicit states.

use std::fmt::Write as _;

use genfn::generator;

use crate::alike::alike;

#[derive(Clone, Copy, Debug)]
struct Marker;

alike! {
    #[allow(non_snake_case)]
    a_name_in_upper_case_is_that_of_a_local(log) {
        let Guard = log.guard("Guard");
        yield_!(0);
        let (First, second) = (log.guard("First"), log.guard("second"));
        let N: u32 = 3;
        for I in 0..N {
            yield_!(I + N);
            log.note(format!("{I} of {N}, {:?}", First.1));
        }
        let added = |Number: u32| Number + N;
        yield_!(added(1));
        let N = N * 2;
        yield_!(N);
        drop(second);
        yield_!(1);
        log.note(Guard.1);
    }

    #[allow(non_snake_case)]
    a_pattern_can_be_a_struct_without_fields(log) {
        let Marker = Marker;
        yield_!(1);
        let marker = Marker;
        yield_!(2);
        log.note(format!("{marker:?} {Marker:?}"));
    }

    a_raw_name_is_that_of_a_local(log) {
        let r#type = log.guard("type");
        yield_!(1);
        match Ok::<u32, u32>(2) {
            Ok(r#in) | Err(r#in) => {
                yield_!(r#in);
                let mut text = String::new();
                let _ = write!(text, "{in} {type:?}");
                log.note(text.replace(char::is_numeric, ""));
            }
        }
        yield_!(3);
    }
}

/// The enum of an explicit state stands beside the body.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Text,
    Tag,
}

#[generator]
fn spans(text: &str) -> impl Iterator<Item = (State, &str)> + Clone {
    let (mut state, mut start) = (State::Text, 0_usize);
    for (at, letter) in text.char_indices() {
        match (state, letter) {
            (State::Text, '<') | (State::Tag, '>') => {
                yield_!((state, &text[start..at]));
                state = if state == State::Text { State::Tag } else { State::Text };
                start = at + 1;
            }
            _ => {}
        }
    }
    yield_!((state, &text[start..]));
}

#[test]
fn a_type_of_the_users_can_be_named_state() {
    let all: Vec<_> = spans("a<b>c").collect();
    assert_eq!(all, [(State::Text, "a"), (State::Tag, "b"), (State::Text, "c")]);
}

#[generator]
#[derive(Debug)]
fn keys(text: &'static str) -> impl Iterator<Item = usize> {
    for line in text.lines() {
        #[allow(unused_variables, reason = "a name that nothing names is the macro's own")]
        let Some((item, value)) = line.split_once('=') else { return };
        yield_!(line.len());
    }
}

#[test]
fn a_local_that_nothing_names_has_a_name_that_a_step_uses() {
    assert_eq!(keys("a=b\nc=def\ng").collect::<Vec<_>>(), [3, 5]);
}

macro_rules! counters {
    ($state:ident, $default:ident, $name:ident, $value:expr) => {
        counters! { @ #[generator(state)] $state $name $value }
        counters! { @ #[generator] $default $name $value }
    };
    (@ #[$attribute:meta] $function:ident $name:ident $value:expr) => {
        #[$attribute]
        fn $function($name: u32) -> impl Iterator<Item = u32> {
            let x = $value;
            yield_!($name);
            let x = x + 1;
            for turn in 0..2 {
                yield_!(x + $value + turn);
            }
            let sum = $name + x;
            yield_!(sum);
            for $name in 0..2 {
                yield_!($name * 100 + x);
                let x = $name + 5;
                yield_!(x);
            }
            yield_!(u32::try_from(format!("{x}").len()).unwrap());
            if let Some(x) = Some($name) {
                yield_!(x + $name);
            }
            let add = |x: u32| x + $name;
            yield_!(add(3));
        }
    };
}

counters!(counter, counter_by_default, x, x + 10);

#[test]
fn locals_can_differ_by_their_hygiene_alone() {
    for start in 0..5 {
        let expected: Vec<_> = counter_by_default(start).collect();
        assert_eq!(counter(start).collect::<Vec<_>>(), expected);
        assert_eq!(expected[..2], [start, 2 * start + 21]);
    }
}
