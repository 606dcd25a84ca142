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

/// A result of another name.
type Checked<T> = std::result::Result<T, String>;

struct Settings {
    first: crate::alike::Guard,
    list: Vec<u32>,
    number: u32,
}

alike! {
    a_type_of_the_standard_library_has_many_paths(log) {
        let formatted: std::fmt::Result = Ok(());
        let found: core::option::Option<crate::alike::Guard> = Some(log.guard("found"));
        let checked: Checked<crate::alike::Guard> = Ok(log.guard("checked"));
        let result: Result<_, String> = checked;
        yield_!(1);
        yield_!(u32::from(formatted.ok().is_some()));
        let found = found.map(|found| found.1).unwrap_or_default();
        log.note(found);
        yield_!(2);
        if let Some(checked) = result.ok() {
            yield_!(3);
            log.note(checked.1);
        }
        let boxed: std::boxed::Box<_> = Box::new((log.guard("left"), log.guard("right")));
        yield_!(4);
        let (left, right) = *boxed;
        yield_!(5);
        drop(right);
        yield_!(6);
        log.note(left.1);
    }

    a_block_can_import_another_type_of_a_known_name(log) {
        yield_!(1);
        {
            use std::fmt::Result;
            let result: Result = Err(std::fmt::Error);
            let kept = log.guard("kept");
            yield_!(2);
            log.note(format!("{:?}", result.ok()));
            yield_!(3);
            drop(kept);
        }
        yield_!(4);
    }

    an_option_is_known_before_its_type_is(log) {
        let mut best = None;
        for guard in [log.guard("one"), log.guard("two")] {
            yield_!(1);
            best = Some(guard);
            yield_!(2);
        }
        let best = best.unwrap_or_else(|| log.guard("none"));
        yield_!(3);
        log.note(best.1);
    }

    one_field_with_a_destructor_is_left_of_a_local(log) {
        let old = Settings { first: log.guard("first"), list: vec![1], number: 2 };
        let new = Settings { number: 3, first: log.guard("given"), ..old };
        yield_!(new.number);
        log.note(new.first.1);
        yield_!(new.list[0]);
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
