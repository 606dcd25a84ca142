//! Drops where yields are on one path of several: in the `else` of an `if let`, beside borrows and late values that
//! other paths use. Panics are injected at each event.

#![allow(
    clippy::if_not_else,
    clippy::needless_late_init,
    clippy::needless_range_loop,
    clippy::single_match_else,
    clippy::useless_vec,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use genfn::generator;

use crate::drops::{Guard, drops_alike, events, guard, iterated, note, take};

impl Guard {
    fn part(&self) -> Option<&str> {
        note(format!("part {}", self.0));
        self.0.split('_').nth(1)
    }
}

drops_alike! {
    an_else_yields_behind_the_drop_of_the_head {
        let before = guard("before");
        if let Some(part) = guard("head_part").part() {
            note(format!("then {part}"));
        } else {
            yield_!(1);
        }
        if let Some(part) = guard("head").part() {
            note(format!("then {part}"));
        } else {
            let within = guard("within");
            yield_!(2);
            take(within);
        }
        let number = if let Some(part) = guard("head_other").part() {
            take(part)
        } else if let (Some(part), _) = (guard("second").part(), guard("third")) {
            take(part)
        } else {
            yield_!(3);
            4
        };
        yield_!(number);
        let number = if let Some(part) = guard("first").part() {
            take(part)
        } else if let (Some(part), _) = (guard("second").part(), guard("third")) {
            take(part)
        } else {
            yield_!(5);
            6
        };
        yield_!(number);
        take(before);
    }

    a_chain_of_lets_with_a_yield_in_its_else {
        for name in ["a_b", "a"] {
            if let Some(part) = guard(name).part()
                && let Some(other) = guard("c_b").part()
                && part == other
            {
                note(format!("then {part}"));
            } else {
                yield_!(1);
                note("else".to_owned());
            }
        }
    }

    a_borrow_is_used_beside_the_path_with_the_yield {
        let guards = vec![guard("a_1"), guard("b"), guard("c_3")];
        for index in 0..3 {
            let borrowed = &guards[index];
            let turn = guard("turn");
            let part = borrowed.part();
            if part.is_none() {
                let within = guard("within");
                yield_!(1);
                take(within);
                continue;
            }
            let _last = guard("last");
            take(part);
            let number = borrowed.look();
            take(turn);
            yield_!(number);
        }
    }

    an_iterator_is_left_behind_the_yield {
        let guards = vec![guard("a"), guard("b_2"), guard("c")];
        let found = 'found: {
            for (index, borrowed) in guards.iter().enumerate() {
                let turn = guard("turn");
                if let Some(part) = borrowed.part() {
                    let length = part.len();
                    yield_!(7);
                    take(turn);
                    break 'found index + length;
                }
            }
            0
        };
        take(found);
        yield_!(8);
        take(guards);
    }

    a_value_that_borrows_nothing_is_dropped_at_its_end {
        let name = guard("name_1");
        for count in 0..2 {
            let made = name.part().map(|_| guard("made"));
            let last = guard("last");
            if count == 0 {
                yield_!(1);
                note("behind".to_owned());
                continue;
            }
            if let Some(made) = made {
                take(made);
                yield_!(2);
            }
            take(last);
        }
    }

    a_late_value_on_two_paths {
        for count in 0..3 {
            let _first = guard("first");
            let late;
            let last = guard("last");
            if count == 0 {
                late = guard("early");
            } else if count == 1 {
                yield_!(9);
                late = guard("late");
                yield_!(8);
            } else {
                yield_!(7);
                continue;
            }
            yield_!(late.look());
            take(last);
        }
    }

    a_late_value_of_one_path {
        for given in [true, false] {
            let late: Guard;
            if given {
                yield_!(1);
                late = guard("late");
                yield_!(late.look());
            } else {
                yield_!(2);
            }
            note("behind".to_owned());
            yield_!(3);
        }
    }
}
