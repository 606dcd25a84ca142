//! Macros of the names of the standard library's: its own, whose names rustc confirms, and macros of the user's that are
//! named by their paths, or of which nothing is relied on.

use std::fmt::Write as _;

use crate::alike::{Guard, alike};

/// Macros of the user's. Each has the name of one of the standard library's.
mod own {
    macro_rules! noted_assertion {
        ($log:expr, $condition:expr) => {
            $log.note(format!("one: {}", $condition))
        };
        ($log:expr, $condition:expr, $message:expr) => {
            $log.note(format!("two: {} {}", $condition, $message))
        };
    }

    macro_rules! condition {
        ($condition:expr) => {
            1 + u32::from($condition)
        };
        ($condition:expr, $message:expr) => {
            2 + u32::from($condition)
        };
    }

    macro_rules! length {
        ($skipped:literal, $text:literal) => {
            u32::try_from($text.len()).unwrap()
        };
    }

    macro_rules! shown {
        ($value:expr) => {
            $value + 1
        };
    }

    macro_rules! boxed {
        ($value:expr) => {
            Box::pin($value)
        };
    }

    pub(super) use {
        boxed as pin, condition as assert, length as println, noted_assertion as debug_assert,
        shown as stringify,
    };
}

fn named(guard: Guard) -> &'static str {
    let name = guard.1;
    drop(guard);
    name
}

alike! {
    a_list_takes_a_part(log) {
        let pair = (log.guard("left"), log.guard("right"));
        let list = vec![pair.0];
        yield_!(1);
        log.note("behind");
        drop(list);
        yield_!(2);
    }

    a_list_takes_the_content_of_a_box(log) {
        let boxed = Box::new(log.guard("boxed"));
        let list = vec![*boxed];
        yield_!(u32::try_from(list.len()).unwrap());
        log.note("behind");
    }

    a_macro_that_formats_moves_in_its_arguments(log) {
        let (first, second) = (log.guard("first"), log.guard("second"));
        log.note(format!("{} is over", named(first)));
        yield_!(1);
        let mut text = String::new();
        write!(text, "{} {name}", text.len(), name = named(second)).unwrap();
        log.note(text);
        yield_!(2);
    }

    an_assertion_moves_in_its_condition(log) {
        let (first, second) = (log.guard("first"), log.guard("second"));
        assert!(named(first) == "first");
        yield_!(1);
        assert_eq!(named(second), "second");
        yield_!(2);
    }

    a_pattern_looks_at_a_local(log) {
        let guard = Some(log.guard("guard"));
        if matches!(guard, Some(Guard(..))) {
            yield_!(1);
        }
        if matches!(guard.map(named), Some("guard")) {
            yield_!(2);
        }
        log.note("end");
    }

    a_block_imports_macros(log) {
        use std::{cmp::*, vec};
        let pair = (log.guard("left"), log.guard("right"));
        for turn in 0..2_u32 {
            #[allow(unused_imports, reason = "rustc is asked where a name may be imported")]
            use std::{assert, fmt::*, format};
            let list = vec![log.guard("new")];
            assert!(list.len() == 1);
            log.note(format!("{}", list.len()));
            yield_!(max(turn, 5));
        }
        let list = vec![pair.1];
        yield_!(u32::try_from(list.len()).unwrap());
    }

    an_assertion_of_the_users_has_no_other_arguments(log) {
        for i in 0..1_u32 {
            let before = i;
            {
                let i = i + 1;
                {
                    let i = i + 1;
                    yield_!(i);
                    yield_!(own::assert!(i > 1));
                    own::debug_assert!(log, i > 1);
                    yield_!(own::stringify!(i));
                }
                yield_!(own::assert!(i > 1));
                own::debug_assert!(log, i > 1);
                yield_!(i);
            }
            yield_!(own::assert!(i > 1) + before);
            own::debug_assert!(log, i > 1);
            yield_!(i);
        }
    }

    a_text_of_a_macro_of_the_users_names_a_local_by_chance(log) {
        let i = 1;
        log.note("start");
        yield_!(i);
        let i = i + 1;
        yield_!(i);
        yield_!(own::println!("x", "{i}"));
    }

    a_macro_of_the_users_pins_in_a_box(log) {
        use own::pin;
        let guard = log.guard("guard");
        let mut pinned = pin!(5);
        yield_!(*pinned);
        *pinned += 1;
        yield_!(*pinned);
        drop(guard);
        let other = own::pin!(7);
        yield_!(*other);
        log.note(format!("{other}"));
    }

    what_is_pinned_is_not_kept(log) {
        let guard = log.guard("guard");
        {
            let mut pinned = std::pin::pin!(5);
            *pinned += 1;
            log.note(format!("{pinned}"));
        }
        yield_!(1);
        drop(guard);
    }
}

/// Bodies that a macro of the standard library's ends on one path, where a local is moved on the other one.
macro_rules! ended_alike {
    ($($name:ident: $end:ident)*) => {
        alike! {$(
            $name(log) {
                let guard = log.guard("guard");
                yield_!(1);
                let length = match guard.1 {
                    "guard" => 2,
                    other => $end!("{other}"),
                };
                yield_!(length);
                if length > 2 {
                    $end!("{}", guard.1);
                }
                drop(guard);
                yield_!(3);
            }
        )*}
    };
}

ended_alike! {
    a_path_that_is_to_do_does_not_return: todo
    a_path_without_an_implementation_does_not_return: unimplemented
    a_path_that_is_not_reached_does_not_return: unreachable
    a_path_that_panics_does_not_return: panic
}
