//! Locals that are moved away, and get another value in front of a yield or behind it.

#![allow(
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    clippy::manual_while_let_some,
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
