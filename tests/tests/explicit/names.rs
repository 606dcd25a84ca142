//! Names of the user's that could be taken for something else, with explicit states.

#![allow(
    clippy::cast_possible_truncation,
    clippy::erasing_op,
    clippy::match_result_ok,
    clippy::useless_vec,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

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

/// Macros that show how their arguments are written, or count their tokens.
macro_rules! shown {
    ($log:ident, $value:expr) => {
        $log.note(format!("{} = {:?}", stringify!($value), $value))
    };
}

macro_rules! text {
    ($($tokens:tt)*) => { format!($($tokens)*) };
}

macro_rules! literal {
    ($literal:literal) => {
        String::from($literal)
    };
}

macro_rules! fields {
    ($log:ident, $($name:ident),*) => {{
        #[derive(Debug)]
        #[allow(dead_code)]
        struct Fields { $($name: u32),* }
        $log.note(format!("{:?}", Fields { $($name),* }));
    }};
}

macro_rules! count {
    () => { 0 };
    ($first:tt $($others:tt)*) => { 1 + count!($($others)*) };
}

macro_rules! ends_with_comma {
    ($($value:expr,)*) => { true $(&& $value > 0)* };
    ($($value:expr),*) => { false $(&& $value > 0)* };
}

macro_rules! shorthand {
    (Point { $x:ident }) => {
        1
    };
    (Point { $x:ident: $value:expr }) => {
        2
    };
}

alike! {
    a_second_loop_over_a_name_shows_it(log) {
        for i in 0..2u32 {
            yield_!(i);
        }
        for i in 3..5u32 {
            shown!(log, i);
            yield_!(i);
            log.note(text!("{i} {}", i + 1));
            shown!(log, i+1);
        }
    }

    a_name_that_is_declared_again_is_shown(log) {
        let x = log.0.borrow().len() as u32;
        let x = x * 0 + 7;
        yield_!(x);
        shown!(log, x);
        fields!(log, x);
        yield_!(0);
        if let Some(x) = Some(x) {
            yield_!(1);
            shown!(log, x + 1);
        }
        let added = |x: u32| { shown!(log, x); x + 1 };
        yield_!(added(1));
        shown!(log, x);
    }

    a_name_is_shown_while_another_local_of_it_is_kept(log) {
        let x = log.guard("first");
        yield_!(1);
        let x = log.guard(if x.1.is_empty() { "other" } else { "second" });
        let y = log.guard("y");
        yield_!(2);
        shown!(log, x.1);
        {
            let y = log.guard("inner");
            yield_!(3);
            shown!(log, y.1);
        }
        shown!(log, y.1);
    }

    an_assertion_without_a_message_says_what_is_written(log) {
        let x = log.0.borrow().len() as u32;
        yield_!(x * 0);
        let x = x * 0 + 1;
        yield_!(x);
        let failed = std::panic::catch_unwind(move || assert!(x > 100)).unwrap_err();
        log.note(*failed.downcast_ref::<&str>().unwrap());
        for x in 0..2u32 {
            yield_!(x);
            log.note(stringify!(x > 1));
        }
    }

    tokens_of_a_macro_stay_as_they_are_written(log) {
        let x = log.0.borrow().len() as u32;
        let x = x * 0 + 7;
        yield_!(1);
        yield_!(count!(x, x,));
        yield_!(count!(&&x));
        yield_!(count!(x.y.0.1));
        yield_!(shorthand!(Point { x }));
        yield_!(shorthand!(Point { x: x }));
        log.note(format!("{} {}", ends_with_comma!(x, x,), ends_with_comma!(x, x)));
        let z = 1;
        log.note(stringify!(z+1, &&z,));
        yield_!(count!(z, z,));
        log.note(format!("{}", ends_with_comma!(z,)));
    }

    a_raw_name_that_is_declared_again_is_named_in_a_text(log) {
        let r#type = log.guard("old");
        yield_!(0);
        let r#type = log.guard(if r#type.1.is_empty() { "none" } else { "new" });
        yield_!(1);
        log.note(text!("{:?}", r#type.1));
        for r#in in 0..2u32 {
            yield_!(r#in);
        }
        for r#in in 5..7u32 {
            log.note(format!("{in:>4}"));
            yield_!(r#in);
            log.note(text!("{in}"));
        }
    }

    widths_and_precisions_name_locals(log) {
        let x = 1.5;
        let width = 6;
        let width = width + 1;
        let precision = 1;
        yield_!(0);
        let precision = precision + 2;
        yield_!(1);
        log.note(format!("{x:>width$}|{x:.precision$}|{0:width$.precision$}|{x:*^#width$}", 2.25));
        for i in 0..2u32 {
            yield_!(i);
            log.note(format!("{i:0width$}"));
        }
    }

    a_width_is_kept_for_a_later_use(log) {
        let width = log.0.borrow().len() * 0 + 5;
        for i in 0..3u32 {
            yield_!(i);
            log.note(format!("{i:0width$}|"));
        }
    }

    a_macro_that_logs_formats_a_name_that_another_kept_local_has(log) {
        macro_rules! info {
            ($log:ident, $($tokens:tt)*) => { $log.note(format!($($tokens)*)) };
        }
        let count = 2;
        let x = log.guard("first");
        yield_!(1);
        let x = x.1.len() + count;
        yield_!(2);
        info!(log, "{x} of {count}");
        info!(log, "{count:>x$} {}", x + 1);
    }

    a_text_that_is_data_stays(log) {
        let template = String::from("Hello, {name}");
        let name = String::from("you");
        let name = name + "!";
        yield_!(0);
        log.note(template.replace("{name}", &name));
        log.note(format!("{} {name} {}", "{name}", r"{name:?}"));
        yield_!("{name}".len() as u32);
        log.note(vec!["{name}", "{{name}}"].concat());
        yield_!(template.replace("{name}", &name).len() as u32);
        log.note(literal!("{name}"));
        log.note(if name == "{name}" { "same" } else { "other" });
    }

    a_name_in_an_escape_is_that_of_a_local(log) {
        let w = log.0.borrow().len() * 0 + 7;
        yield_!(w as u32);
        let n = 5;
        {
            let w = w + 2;
            yield_!(w as u32);
            log.note(format!("\u{7b}w}|\x7bw}|{n:\u{2500}>w$}|{n:}>w$}|{n:{<w$}"));
        }
        log.note(format!("{n:}>w$}"));
        yield_!(1);
    }

    the_name_and_the_kind_of_a_part_of_a_rule_are_no_locals(log) {
        let path = log.0.borrow().len() as u32 * 0;
        yield_!(path);
        let path = path + 2;
        yield_!(path);
        macro_rules! new {
            ($path:path) => { <$path>::new() };
        }
        yield_!(path + new!(String).len() as u32);
    }

    a_variant_of_the_users_keeps_its_parts(log) {
        let mut part = Part::Some(log.guard("some"));
        let mut number = 0;
        while let Part::Some(_guard) = part {
            number += 1;
            yield_!(number);
            part = Part::Other(log.guard("other"));
            log.note("end");
        }
        log.note("behind");
        yield_!(9);
    }

    a_number_in_an_escape_is_no_name(log) {
        let a = log.0.borrow().len() * 0;
        let a = a + 1;
        yield_!(0);
        log.note(format!("\u{a}|{a}|{{a}}"));
        log.note(text!("\u{a}|{a}"));
    }

    a_text_with_braces_that_a_body_begins_with_is_as_it_is_written(log) {
        let text = "{x}";
        let (left, right): (&str, &str) = ("{{", r"{y}\d{2}");
        yield_!(1);
        log.note(text);
        log.note(left);
        log.note(right);
        for i in 0..right.len() as u32 {
            yield_!(i);
        }
    }

    a_name_with_a_number_is_the_users(log) {
        let x_2 = 7;
        let x = x_2 + 1;
        let x = x + x_2;
        yield_!(x);
        shown!(log, x);
        log.note(text!("{x} {x_2}"));
        for i in 0..1u32 {
            yield_!(i);
        }
        for i in 0..2u32 {
            yield_!(i);
            log.note("{i_2}".replace("{i_2}", "a"));
            shown!(log, i);
        }
    }
}

/// An enum with a variant of the name of `Option`'s.
enum Part {
    Some(crate::alike::Guard),
    Other(#[allow(dead_code, reason = "it is dropped")] crate::alike::Guard),
}

#[generator(state)]
fn failing(id: u32) -> impl Iterator<Item = u32> {
    yield_!(id);
    let id = id.to_string();
    yield_!(2);
    assert!(id == "{id}");
}

#[test]
fn an_assertion_is_reported_as_it_is_written() {
    let panic = std::panic::catch_unwind(|| failing(1).count()).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&r#"assertion failed: id == "{id}""#));
}

#[generator(struct Rows)]
#[derive(Clone, Debug)]
fn rows(number: u32) -> impl Iterator<Item = String> {
    let row: u32 = number;
    yield_!(row.to_string());
    let row: String = format!("{row}{row}");
    yield_!(row.clone());
    yield_!(text!("{row} {}", stringify!(row)));
}

#[test]
fn a_generator_that_is_shown_has_numbered_fields_and_names_of_its_own() {
    let mut generator = rows(1);
    assert_eq!(generator.next().as_deref(), Some("1"));
    assert_eq!(generator.next().as_deref(), Some("11"));
    assert!(format!("{generator:?}").contains("row_2: \"11\""), "{generator:?}");
    assert_eq!(generator.next().as_deref(), Some("11 row"));
}
