//! Locals that have their first value behind a yield.

#![allow(
    clippy::cast_possible_truncation,
    clippy::needless_late_init,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use crate::alike::{Guard, Log, alike};

/// The macro does not see that a number is `Copy`.
fn same<T>(value: T) -> T {
    value
}

fn quit() -> ! {
    panic!("nothing has a value")
}

alike! {
    a_branch_that_does_not_return_gives_no_value(log) {
        for turn in 0..3_u32 {
            let number: u32;
            if turn < 3 {
                number = turn;
            } else {
                quit()
            }
            let text: u32;
            match turn {
                0 => text = 1,
                1 | 2 => {
                    text = 5;
                    log.note("text");
                }
                3 => std::process::exit(1),
                _ => quit(),
            }
            yield_!(1);
            yield_!(number + text);
            yield_!(number);
        }
    }

    each_turn_gives_a_value_in_one_of_its_branches(log) {
        for turn in 0..3_u32 {
            let number;
            if turn == 1 {
                number = 7;
            } else {
                number = turn;
            }
            yield_!(number);
            log.note(format!("{number}"));
            yield_!(number + 1);
        }
    }

    closures_take_copies_of_a_late_value_that_is_used_again(log) {
        for turn in 0..3 {
            let mut number;
            if turn == 1 {
                number = same(5);
                yield_!(50);
            } else {
                number = same(turn);
            }
            let add = move |other: u32| other + number;
            let times = move |other: u32| other * number;
            let sum: u32 = genfn::gen_expr!(one + number for one in 0..2).sum();
            number += 1;
            log.note(sum.to_string());
            yield_!(add(1) + times(2) + number);
        }
    }

    a_branch_gives_the_value_behind_its_yield(log) {
        for short in [true, false] {
            let first = log.guard("first");
            let guard;
            let last = log.guard("last");
            if short {
                guard = log.guard("short");
            } else {
                yield_!(9);
                guard = log.guard("long");
            }
            let length = guard.1.len() as u32;
            yield_!(length);
            log.note(format!("{} {} {}", first.1, guard.1, last.1));
        }
    }

    one_branch_gives_a_value_and_the_other_does_not(log) {
        for given in [true, false] {
            let guard: Guard;
            if given {
                yield_!(1);
                guard = log.guard("given");
                let length = guard.1.len() as u32;
                yield_!(length);
            } else {
                yield_!(3);
            }
            log.note("behind");
            yield_!(4);
        }
    }

    a_loop_is_left_with_the_value(log) {
        let mut numbers = [1, 2, 7, 3].into_iter();
        let (found, guard);
        loop {
            let Some(number) = numbers.next() else { return };
            if number > 3 {
                found = number;
                guard = log.guard("found");
                break;
            }
            yield_!(number);
        }
        yield_!(found);
        let twice = found + found;
        yield_!(found + twice);
        log.note(guard.1);
    }

    a_number_is_used_again(log) {
        for choice in 0..3 {
            let number;
            match choice {
                0 => {
                    yield_!(1);
                    number = 2;
                }
                1 => number = 4,
                _ => {
                    yield_!(5);
                    continue;
                }
            }
            yield_!(number);
            let other = number + number;
            log.note(format!("{number}"));
            yield_!(other);
        }
    }

    a_late_value_borrows(log) {
        let text = String::from("one two");
        let part;
        yield_!(0);
        part = text.split(' ').next_back().unwrap_or_default();
        let length = part.len() as u32;
        log.note(part);
        yield_!(length);
        log.note(text);
    }

    a_late_value_is_moved_and_given_again(log) {
        let mut guard;
        yield_!(0);
        guard = log.guard("1");
        drop(guard);
        yield_!(1);
        guard = log.guard("2");
        yield_!(2);
        guard = log.guard(if guard.1 == "2" { "3" } else { "4" });
        yield_!(3);
        log.note(guard.1);
    }

    a_closure_takes_a_late_value(log) {
        let (number, guard);
        yield_!(0);
        number = same(3_u32);
        guard = log.guard("a");
        let add = |other: u32| other + number;
        let added = add(3);
        let mut take = Some(|| drop(guard));
        yield_!(added);
        if let Some(take) = take.take() {
            take();
        }
        yield_!(1);
    }

    each_branch_gives_a_value_and_all_yields_keep_it(log) {
        for turn in 0..2_u32 {
            let guard;
            if turn == 0 {
                guard = log.guard("a");
                yield_!(1);
            } else {
                guard = log.guard("bc");
            }
            yield_!(guard.1.len() as u32);
            yield_!(2);
            log.note(guard.1);
        }
    }
}

#[test]
fn a_shown_local_gets_its_value_in_each_branch() {
    use genfn::generator;

    #[generator(state)]
    #[derive(Debug)]
    fn items(log: Log, first: bool) -> impl Iterator<Item = u32> + std::fmt::Debug {
        let guard;
        if first {
            guard = log.guard("a");
            yield_!(1);
        } else {
            guard = log.guard("bc");
        }
        yield_!(guard.1.len() as u32);
    }

    let log = Log::default();
    assert_eq!(items(log.clone(), true).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(items(log.clone(), false).collect::<Vec<_>>(), [2]);
    assert_eq!(log.0.take(), ["-a", "-bc"]);
}
