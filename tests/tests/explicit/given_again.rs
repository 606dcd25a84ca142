//! Locals that are moved away, and get another value in front of a yield or behind it.

#![allow(
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    clippy::manual_while_let_some,
    clippy::never_loop,
    clippy::redundant_pattern_matching,
    clippy::while_let_loop,
    unused_assignments,
    unused_variables,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use genfn::generator;

use crate::drops::{Guard, drops_alike, events, guard, iterated, note, take};

enum Held {
    Guard(Guard),
    Nothing,
}

drops_alike! {
    in_front_of_a_yield {
        let mut next = Some(guard("first"));
        let mut count = 0;
        while let Some(held) = next {
            let other = guard("other");
            count += 1;
            next = if count < 3 { Some(guard("next")) } else { None };
            yield_!(held.look());
            yield_!(2);
        }
    }

    behind_a_let_with_an_else {
        let mut next = Some(guard("first"));
        let mut count = 0;
        loop {
            let Some(held) = next else { break };
            let other = guard("other");
            count += 1;
            next = if count < 3 { Some(guard("next")) } else { None };
            yield_!(held.look());
        }
        yield_!(2);
    }

    behind_a_yield {
        let mut held = Held::Guard(guard("first"));
        let other = guard("other");
        let mut count = 0;
        while let Held::Guard(inner) = held {
            yield_!(1);
            take(inner);
            count += 1;
            held = if count < 3 { Held::Guard(guard("next")) } else { Held::Nothing };
            yield_!(2);
        }
        yield_!(3);
        if let Held::Nothing = held {
            yield_!(4);
        }
    }

    in_no_turn {
        let mut held = Held::Nothing;
        let other = guard("other");
        while let Held::Guard(inner) = held {
            yield_!(1);
            take(inner);
            held = Held::Guard(guard("next"));
        }
        yield_!(3);
    }
}

fn perhaps(is_there: bool, name: &'static str) -> Option<Guard> {
    is_there.then(|| guard(name))
}

fn held(number: u32) -> Held {
    if number == 0 { Held::Guard(guard("held")) } else { Held::Nothing }
}

drops_alike! {
    in_a_loop_and_used_behind_it {
        let mut next: Option<Guard> = perhaps(true, "first");
        while let Some(found) = next {
            yield_!(1);
            take(found);
            next = None;
        }
        yield_!(u32::from(next.is_some()));
        next = perhaps(true, "second");
        while let Some(found) = next {
            let other = guard("other");
            yield_!(found.look());
            next = perhaps(found.0 == "second", "third");
        }
        take(&next);
        yield_!(2);
        take(&next);
    }

    in_a_match_whose_other_arm_leaves_the_loop {
        let mut next = perhaps(true, "first");
        loop {
            match next {
                Some(found) => {
                    yield_!(found.look());
                    next = perhaps(found.0 == "first", "second");
                }
                None => break,
            }
        }
        yield_!(u32::from(next.is_none()));
        let mut kind = held(0);
        let number = match kind {
            Held::Guard(found) => {
                yield_!(3);
                kind = Held::Nothing;
                found.look()
            }
            Held::Nothing => 0,
        };
        yield_!(number);
        take(matches!(kind, Held::Nothing));
        yield_!(4);
    }

    where_a_pattern_did_not_match {
        for number in 0..2_u32 {
            let mut last = perhaps(number == 0, "a");
            if let Some(found) = last {
                yield_!(found.look());
                last = None;
            } else {
                take(&last);
                yield_!(1);
            }
            take(&last);
            yield_!(2);
            if last.is_none() {
                last = perhaps(true, "b");
            }
            yield_!(3);
        }
        let early = perhaps(false, "c");
        if let Some(found) = early {
            yield_!(found.look());
            return;
        }
        take(&early);
        yield_!(4);
        take(&early);
    }

    in_loops_without_a_yield {
        for number in 0..2_u32 {
            let mut next = perhaps(number == 0, "a");
            while let Some(found) = next {
                take(&found);
                next = perhaps(found.0 == "a", "b");
            }
            take(&next);
            yield_!(1);
            take(&next);
            next = perhaps(true, "c");
            yield_!(2);
            'outer: while let Some(found) = next {
                next = perhaps(found.0 == "c", "d");
                for _ in 0..2 {
                    if number == 1 {
                        break 'outer;
                    }
                    continue 'outer;
                }
            }
            yield_!(3);
            take(next.is_some());
        }
    }

    a_number_that_is_used_again {
        let mut next: Option<u32> = Some(7);
        while let Some(number) = next {
            yield_!(number);
            next = if number > 5 { Some(number - 1) } else { None };
        }
        take(next);
        yield_!(1);
        let copy = next;
        yield_!(2);
        take((copy, next));
    }
}
