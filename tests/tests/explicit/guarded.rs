//! Arms with guards, beside arms that leave what is matched, and arms that only look at it.

#![allow(
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    clippy::manual_let_else,
    clippy::match_same_arms,
    clippy::match_single_binding,
    clippy::match_wildcard_for_single_variants,
    clippy::needless_pass_by_value,
    clippy::option_if_let_else,
    clippy::single_match,
    unused_variables,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use genfn::generator;

use crate::drops::{Guard, drops_alike, events, guard, iterated, note, take};

enum Shape {
    Dot(Guard),
    Line { from: Guard, to: Guard },
    Nothing,
}

fn shape(number: u32) -> Shape {
    match number {
        0 => Shape::Dot(guard("dot")),
        1 => Shape::Line { from: guard("from"), to: guard("to") },
        _ => Shape::Nothing,
    }
}

fn perhaps(number: u32) -> Option<Guard> {
    match number {
        0 => Some(guard("zero")),
        1 => Some(guard("one")),
        2 => Some(guard("two")),
        _ => None,
    }
}

struct Named {
    guard: Guard,
    number: u32,
}

fn named(number: u32) -> Named {
    Named { guard: guard("named"), number }
}

drops_alike! {
    an_arm_of_alternatives_leaves_what_a_guarded_one_takes {
        for number in 0..4_u32 {
            match perhaps(number) {
                Some(found) if number == 0 => {
                    yield_!(found.look());
                }
                Some(_) | None => {
                    yield_!(3);
                }
            }
        }
        if take(1) > 0 {
            match perhaps(1) {
                Some(found) if take(&found) == 9 => yield_!(4),
                Some(_) | None => yield_!(5),
            }
        }
    }

    alternatives_of_several_variants {
        for number in 0..3_u32 {
            for other in 0..2_u32 {
                match shape(number) {
                    Shape::Dot(dot) if other == 0 => {
                        yield_!(dot.look());
                        yield_!(1);
                    }
                    Shape::Line { from, to } => {
                        yield_!(from.look());
                        take(to);
                        yield_!(2);
                    }
                    Shape::Dot(_) | Shape::Nothing => {
                        yield_!(3);
                    }
                }
            }
        }
    }

    a_value_of_a_match_in_an_arm {
        let value = match take(2) {
            0 => 0,
            _ => match perhaps(1) {
                Some(found) if found.0 == "zero" => {
                    yield_!(1);
                    found.look()
                }
                Some(_) | None => {
                    yield_!(2);
                    7
                }
            },
        };
        yield_!(value);
    }

    a_guarded_arm_looks_and_another_one_moves {
        for number in 0..4_u32 {
            let found = perhaps(number);
            let beside = guard("beside");
            match found {
                Some(ref found) if found.0 == "one" => yield_!(20),
                Some(found) => {
                    yield_!(30);
                    take(found);
                }
                None => {}
            }
            yield_!(4);
        }
    }

    arms_that_look_between_arms_that_move {
        for number in 0..4_u32 {
            match perhaps(number) {
                found => match found {
                    Some(found) if found.0 == "zero" => yield_!(found.look()),
                    Some(ref found) if take(found) > 90 => yield_!(1),
                    Some(ref found) if found.0 == "one" => {
                        let length = found.look();
                        take(found);
                        yield_!(length);
                        yield_!(2);
                    }
                    Some(found) => {
                        yield_!(30);
                        take(found);
                    }
                    None => {}
                },
            }
            yield_!(4);
        }
    }

    an_arm_that_looks_without_a_yield {
        for number in 0..4_u32 {
            let found = perhaps(number);
            match found {
                Some(ref found) if found.0 == "one" => {
                    take(found);
                }
                Some(found) => yield_!(found.look()),
                None => yield_!(3),
            }
            let found = perhaps(number);
            match found {
                Some(ref found) if found.0 == "two" => {
                    take(found);
                }
                Some(found) => {
                    take(found);
                }
                None => {}
            }
            yield_!(5);
        }
    }

    all_of_a_local_is_looked_at {
        for name in ["a", "b"] {
            let text = guard(name);
            match text {
                ref text if text.0 == "a" => yield_!(text.look()),
                text => {
                    yield_!(2);
                    take(text);
                }
            }
            yield_!(3);
        }
    }

    fields_of_a_struct {
        for number in 0..3_u32 {
            let named = named(number);
            let value = match named {
                Named { number: 0, ref guard } => guard.look(),
                Named { number, .. } if number == 1 => {
                    yield_!(number);
                    5
                }
                Named { guard, .. } => {
                    yield_!(9);
                    take(guard)
                }
            };
            yield_!(value);
        }
    }

    variants_that_are_looked_at {
        for number in 0..3_u32 {
            for other in 0..2_u32 {
                let shape = shape(number);
                match shape {
                    Shape::Dot(ref dot) if other == 0 => yield_!(dot.look()),
                    Shape::Line { ref from, ref to } if other == 0 && from.look() > to.look() => {
                        take(to);
                        yield_!(5);
                    }
                    Shape::Dot(dot) => {
                        yield_!(1);
                        drop(dot);
                    }
                    Shape::Line { from, to } => {
                        drop(to);
                        yield_!(2);
                    }
                    Shape::Nothing => yield_!(7),
                }
                yield_!(8);
            }
        }
    }

    a_guard_chooses_an_alternative_of_an_optional_local {
        for number in 0..3_u32 {
            let pair = (guard("first"), guard("second"));
            if number == 0 {
                drop(pair);
                yield_!(6);
            } else {
                match pair {
                    (one, other) | (other, one) if one.0.len() == 6 && one.look() == 1 => {
                        yield_!(number);
                        take(other);
                        yield_!(1);
                    }
                    (one, other) => {
                        yield_!(7);
                        drop(one);
                    }
                }
            }
        }
    }

    a_guard_chooses_an_alternative_of_a_local_that_is_given_again {
        let mut pair = Some((guard("one"), guard("second")));
        for number in 0..3_u32 {
            match pair {
                Some((one, other) | (other, one)) if one.0 == "second" => {
                    yield_!(number);
                    pair = Some((other, one));
                    yield_!(3);
                }
                Some((one, other)) => {
                    yield_!(4);
                    pair = Some((one, other));
                }
                None => pair = None,
            }
        }
    }

    alternatives_in_alternatives {
        for number in 0..4_u32 {
            let pair = (if number % 2 == 0 { Ok(guard("a")) } else { Err(guard("b")) }, perhaps(number));
            if number == 3 {
                drop(pair);
                yield_!(6);
            } else {
                match pair {
                    (Ok(one) | Err(one), Some(other)) | (Ok(other) | Err(other), Some(one)) if one.0 == "one" => {
                        yield_!(1);
                        take(one);
                    }
                    (one, other) => yield_!(3),
                }
            }
        }
    }
}
