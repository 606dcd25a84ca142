//! Conditions of `if`, `while` and `match`: locals that a pattern binds and that its guard or a later condition names,
//! and heads that yield, whose values are dropped with the statement.

#![allow(
    clippy::cast_possible_truncation,
    clippy::manual_contains,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use crate::alike::{Guard, alike};

/// A value with a destructor, taken by value.
#[expect(clippy::needless_pass_by_value, reason = "it drops what it takes")]
fn take(guard: Guard) -> u32 {
    let Guard(_, name) = &guard;
    name.bytes().map(u32::from).sum()
}

alike! {
    a_guard_compares_what_its_arm_yields(_log) {
        for number in [1_u32, 5, 9] {
            match number {
                low if low < 3 => yield_!(low + 100),
                exact @ (4 | 5) if exact == 5 => yield_!(exact * 2),
                other => yield_!(!other),
            }
        }
    }

    a_guard_compares_what_its_arm_moves(log) {
        for name in ["a", "b"] {
            match (name, log.guard(name)) {
                (name, guard) if name == "a" && guard.1 == name => yield_!(take(guard) + 1),
                (_, guard) if take(log.guard("c")) > 0 => { yield_!(0); take(guard); }
                (_, _) => yield_!(2),
            }
        }
    }

    a_closure_of_a_guard_names_what_its_arm_yields(_log) {
        for numbers in [vec![1_u32, 2], vec![]] {
            match numbers.len() as u32 {
                count if numbers.iter().any(|number| *number == count) => yield_!(count + 7),
                count if format!("{count}") == "0" => yield_!(count + 8),
                _ => yield_!(3),
            }
        }
    }

    a_chain_compares_what_it_binds(_log) {
        for pair in [(Some(3_u32), Some(1_u32)), (Some(1), Some(3)), (None, None)] {
            if let Some(first) = pair.0
                && let Some(second) = pair.1
                && first > second
            {
                yield_!(first - second);
            } else if let Some(first) = pair.0 && first == 1 {
                yield_!(first + 100);
            }
        }
    }

    a_loop_asks_a_chain(log) {
        let mut names = ["a", "b", "c"].into_iter();
        while let Some(name) = names.next()
            && let guard = log.guard(name)
            && guard.1 != "c"
            && let Some(other) = names.next()
            && other > name
        {
            yield_!(take(guard) + other.len() as u32);
            yield_!(name.len() as u32);
        }
        yield_!(0);
    }

    what_an_if_let_does_not_match_is_dropped_with_it(log) {
        for name in ["a", "b"] {
            if let Ok(guard) = {
                yield_!(1);
                if name == "a" { Ok(log.guard(name)) } else { Err(log.guard(name)) }
            } {
                log.note(guard.1);
            } else {
                log.note("else");
            }
            yield_!(2);
        }
    }

    the_value_of_an_if_let_whose_head_yields(log) {
        for name in ["a", "b"] {
            let sum = if let Err(guard) = {
                yield_!(1);
                if name == "a" { Ok(log.guard(name)) } else { Err(log.guard(name)) }
            } {
                take(guard)
            } else {
                5
            };
            log.note("behind");
            yield_!(sum);
        }
    }

    an_if_let_without_an_else_drops_what_it_does_not_match(log) {
        for number in 0..2_u32 {
            let guard = log.guard("a");
            if let (_, 1) = (guard, { yield_!(2); number }) {
                log.note("one");
            }
            log.note("behind");
            yield_!(3);
        }
        for name in ["a", "b"] {
            if let Some(guard) = { yield_!(4); Some(log.guard(name)).filter(|guard| guard.1 == "b") } {
                yield_!(5);
                take(guard);
                yield_!(6);
            }
            yield_!(7);
        }
    }
}
