//! Arrays that yields keep, and that patterns take apart: their elements are dropped when the plain function drops them.

#![allow(
    clippy::cast_possible_truncation,
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

alike! {
    arrays_without_mut_are_read(log) {
        let numbers: [u32; 3] = [1, 2, 3];
        let rows: [[u32; 2]; 3] = [[1, 2], [3, 4], [5, 6]];
        let mut sums: [u32; 3] = [1, 2, 3];
        for index in 0..3_usize {
            yield_!(numbers[index] + rows[index][1]);
            let rest = &numbers[1..];
            yield_!(rest[0] + rest.len() as u32);
            for number in &numbers {
                sums[index] += *number;
            }
            let [first, _, last] = numbers;
            yield_!(first + last);
            match numbers {
                [first, ..] => yield_!(first),
            }
            log.note(format!("{numbers:?} {:?}", rows[index]));
            let mut copy = numbers;
            copy[index] = sums[index];
            yield_!(copy[0]);
            sums.swap(0, 1);
            let element = |index: usize| numbers[index];
            yield_!(element(0));
            if let [1, ref second, _] = numbers {
                yield_!(*second);
            }
            yield_!(numbers.iter().sum::<u32>());
        }
        assert!(numbers == [1, 2, 3] && numbers.contains(&1));
    }
}
