//! Arrays that yields keep, and that patterns take apart: their elements are dropped when the plain function drops them.

#![allow(
    clippy::items_after_statements,
    dead_code,
    unused_variables,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use genfn::generator;

use crate::alike::alike;
use crate::drops::{Guard, drops_alike, events, guard, iterated, note};

fn three() -> [Guard; 3] {
    ["first", "second", "third"].map(guard)
}

alike! {
    nothing_but_yields_in_front_of_the_pattern(log) {
        let other = log.guard("other");
        let array = ["first", "second", "third"].map(|name| log.guard(name));
        yield_!(1);
        yield_!(2);
        let [first, second, third] = array;
        drop(second);
        log.note(third.1);
    }

    a_pattern_that_leaves_elements(log) {
        let array = ["first", "second", "third"].map(|name| log.guard(name));
        yield_!(1);
        let [first, ..] = array;
        log.note(first.1);
    }

    in_each_turn_of_a_loop(log) {
        for number in 0..2 {
            let array = ["first", "second", "third"].map(|name| log.guard(name));
            yield_!(number);
            let [first, rest @ ..] = array;
            drop(rest);
            log.note(first.1);
        }
        yield_!(1);
    }
}

drops_alike! {
    in_front_of_the_yields {
        let array = three();
        let [first, second, third] = array;
        yield_!(first.look());
        yield_!(second.look());
    }

    elements_without_destructors {
        let guard = guard("guard");
        let mut numbers = [1, 2, 3];
        let pair = ([3, 4], guard);
        while numbers[0] < 5 {
            yield_!(numbers[0]);
            let [first, second, third] = numbers;
            numbers = [second, third, first + second];
        }
        if numbers[1] > 2 {
            let ([first, last], guard) = pair;
            yield_!(first);
            yield_!(last + guard.look());
        }
        yield_!(numbers[2]);
    }
}
