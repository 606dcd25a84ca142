//! Assignments that take a value apart, with explicit states: the generator gives the items of the one without
//! an explicit state, and drops its locals at the same time.

#![allow(
    clippy::cast_possible_truncation,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use crate::alike::{Guard, alike};

struct Pair {
    left: Guard,
    right: Guard,
}

struct Numbered(Guard, u32);

struct Unit;

alike! {
    a_tuple_behind_a_match_that_moves(_log) {
        let (mut x, mut y) = (Some(1), Some(2));
        loop {
            let rest = match (x, y) {
                (Some(p), Some(q)) => {
                    yield_!(p);
                    (None, Some(q))
                }
                (p, Some(q)) => {
                    yield_!(q);
                    (p, None)
                }
                _ => return,
            };
            (x, y) = rest;
        }
    }

    a_tuple_of_a_match_that_moves(_log) {
        let (mut x, mut y) = (Some(1), Some(2));
        loop {
            (x, y) = match (x, y) {
                (Some(p), Some(q)) => {
                    yield_!(p);
                    (None, Some(q))
                }
                (p, Some(q)) => {
                    yield_!(q);
                    (p, None)
                }
                _ => return,
            };
        }
    }

    a_tuple_in_a_loop(log) {
        let (mut x, mut y) = (log.guard("x"), log.guard("y"));
        for n in 0..4 {
            let both = (x, y);
            yield_!(n);
            (y, x) = both;
            if n == 2 {
                break;
            }
        }
        log.note(x.1);
        yield_!(10);
        drop(y);
    }

    a_struct(log) {
        let (mut x, mut y) = (log.guard("x"), log.guard("y"));
        for n in 0..3 {
            let pair = Pair { left: x, right: y };
            yield_!(n);
            Pair { left: x, right: y } = pair;
            log.note(x.1);
        }
        yield_!(10);
        drop((y, x));
    }

    a_slice(log) {
        let (mut x, mut y) = (log.guard("x"), log.guard("y"));
        for n in 0..3 {
            let both = [x, y];
            yield_!(n);
            [y, x] = both;
            log.note(x.1);
        }
        yield_!(10);
    }

    nested_with_what_is_left_out(log) {
        let (mut x, mut y, mut n) = (log.guard("x"), log.guard("y"), 1);
        for i in 0..3 {
            drop(x);
            yield_!(i);
            (x, Numbered(y, n), _) = (log.guard("new x"), Numbered(y, i + 20), log.guard("left"));
            log.note(x.1);
            yield_!(n);
            ((x), (.., y)) = (y, (1, 2, log.guard("new y")));
            yield_!(n);
            let both = (x, (y, Unit));
            yield_!(n);
            (x, (y, Unit)) = both;
        }
        drop(x);
        yield_!(n);
        drop(y);
    }

    what_is_declared_without_a_value(log) {
        let x;
        let (y, z);
        (x, y) = (log.guard("x"), log.guard("y"));
        [z, _] = [log.guard("z"), log.guard("left")];
        yield_!(1);
        drop(y);
        yield_!(2);
        drop(z);
        yield_!(3);
        log.note(x.1);
    }

    places_that_are_no_locals(log) {
        let mut numbers = vec![1, 2];
        let mut pair = Pair { left: log.guard("left"), right: log.guard("right") };
        yield_!(numbers[0]);
        (numbers[0], numbers[1]) = (numbers[1], numbers[0]);
        yield_!(numbers[0]);
        (pair.left, numbers[1]) = (log.guard("new"), { yield_!(7); 8 });
        yield_!(numbers[1]);
        log.note(pair.left.1);
        log.note(pair.right.1);
    }

    an_assignment_to_nothing_drops_its_value_at_once(log) {
        for number in 0..2_u32 {
            let early = log.guard("early");
            _ = {
                yield_!(number);
                log.guard("block")
            };
            log.note("behind the block");
            yield_!(1);
            _ = if number == 0 {
                yield_!(2);
                log.guard("then")
            } else {
                log.guard("else")
            };
            log.note("behind the branch");
            _ = { yield_!(3); early };
            log.note("behind the local");
            yield_!(4);
        }
    }

    so_does_one_in_the_arguments_of_yields_and_macros(log) {
        yield_!({
            _ = {
                yield_!(1);
                log.guard("in a yield")
            };
            log.note("behind");
            2
        });
        let numbers = vec![
            {
                _ = {
                    yield_!(3);
                    log.guard("in a macro")
                };
                log.note("behind");
                4
            },
            5,
        ];
        let is_five = matches!(
            {
                _ = {
                    yield_!(5);
                    log.guard("in a head")
                };
                log.note("behind");
                numbers.get(1)
            },
            Some(5)
        );
        log.note(format!("{is_five}"));
        let (mut first, mut second) = (log.guard("first"), log.guard("second"));
        yield_!({
            (first, second) = (second, {
                yield_!(numbers[0]);
                first
            });
            log.note(first.1);
            6
        });
        yield_!({
            let (third, fourth): (u32, u32);
            third = 7;
            yield_!(third);
            fourth = third + 1;
            fourth
        });
        log.note(second.1);
    }

    locals_that_a_pattern_declares_with_their_types_get_values_later(log) {
        let (first, mut second): (u32, u32);
        (first, second) = (1, {
            yield_!(0);
            2
        });
        yield_!(first);
        second += first;
        yield_!(second);
        let (name, (_, number)): (String, (bool, u32));
        name = String::from("name");
        yield_!(3);
        number = name.len() as u32;
        log.note(name.clone());
        yield_!(number);
        log.note(name);
    }
}

alike! {
    a_shadowed_name_gets_other_values(log) {
        let number = 1_u32;
        yield_!(number);
        let mut number = number + 1;
        yield_!(number);
        number = 7;
        yield_!(number);
        match Some(number) {
            Some(mut number) => {
                yield_!(number);
                number = 3;
                yield_!(number);
            }
            None => log.note("none"),
        }
        for (number, mut other) in [(1, 2), (3, 4)] {
            yield_!(number + other);
            other = 5;
            yield_!(number + other);
        }
        let inner = {
            let mut number = 1;
            yield_!(number);
            number = 7;
            yield_!(number);
            number
        };
        yield_!(number + inner);
    }

    a_reference_without_mut_changes_what_it_refers_to(log) {
        let (mut number, mut rows) = (1_u32, vec![1_u32, 2]);
        {
            let reference = &mut number;
            *reference = 2;
            let rows = &mut rows;
            rows[0] = *reference + 3;
        }
        yield_!(number + rows[0]);
        for row in &mut rows {
            *row += 4;
        }
        yield_!(rows[1]);
        log.note(format!("{number} {rows:?}"));
    }

    a_name_without_mut_gets_its_value_where_a_loop_ends(log) {
        for limit in 0..2_u32 {
            let found;
            let mut number = 0;
            loop {
                yield_!(number);
                if number > limit {
                    found = number;
                    break;
                }
                number += 1;
            }
            let (twice, text);
            (twice, text) = (2 * found, found.to_string());
            yield_!(found);
            log.note(text);
            yield_!(found + twice);
        }
    }
}

#[test]
fn an_argument_without_mut_refers_to_what_is_changed() {
    use genfn::generator;

    #[generator(state)]
    fn changed(number: &mut u32, rows: &mut [u32; 2]) -> impl Iterator<Item = u32> {
        *number = 1;
        yield_!(*number);
        *number = 2;
        for index in 0..rows.len() {
            yield_!(rows[index]);
            rows[index] = 4;
            yield_!(rows[index] + *number);
        }
    }

    let (mut number, mut rows) = (7, [8, 9]);
    assert_eq!(changed(&mut number, &mut rows).collect::<Vec<_>>(), [1, 8, 6, 9, 6]);
    assert_eq!((number, rows), (2, [4, 4]));
}
