//! What a pattern leaves of a head beside the value of the `match` or `if let`: the statement drops it behind the value,
//! if it drops the value, and in front of the end of the local's scope, if it binds it. Panics are injected at each
//! event.

#![allow(
    clippy::blocks_in_conditions,
    clippy::ignored_unit_patterns,
    clippy::let_underscore_untyped,
    clippy::manual_unwrap_or,
    clippy::map_identity,
    clippy::match_wild_err_arm,
    clippy::never_loop,
    clippy::no_effect_underscore_binding,
    clippy::redundant_pattern_matching,
    clippy::single_match_else,
    clippy::unnecessary_wraps,
    unused_must_use,
    unused_parens,
    unused_variables,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use genfn::generator;

use crate::drops::{Guard, Pair, drops_alike, events, guard, iterated, note, take};

fn good(name: &'static str) -> Result<Guard, Guard> {
    Ok(guard(name))
}

fn bad(name: &'static str) -> Result<Guard, Guard> {
    Err(guard(name))
}

fn some(name: &'static str) -> Option<Guard> {
    Some(guard(name))
}

impl Guard {
    fn none(&self) -> Option<u32> {
        note(format!("none {}", self.0));
        None
    }
}

drops_alike! {
    a_statement_drops_its_value_in_front_of_what_a_pattern_leaves {
        match bad("head") {
            Ok(value) => value,
            _ => {
                yield_!(1);
                guard("value")
            }
        };
        note("behind".to_owned());
        (match bad("head") {
            Ok(value) => {
                yield_!(2);
                value
            }
            Err(_) => guard("value"),
        });
        note("behind".to_owned());
    }

    an_underscore_drops_a_value_in_front_of_what_a_pattern_leaves {
        let _ = match bad("head") {
            Ok(value) => value,
            Err(_) => {
                yield_!(1);
                guard("value")
            }
        };
        note("behind".to_owned());
        _ = (match good("head") {
            Err(value) => value,
            _ => {
                yield_!(2);
                guard("value")
            }
        });
        note("behind".to_owned());
        yield_!({
            _ = match bad("head") {
                Ok(value) => value,
                _ => {
                    yield_!(3);
                    guard("value")
                }
            };
            5
        });
    }

    a_local_has_its_value_where_what_a_pattern_leaves_is_dropped {
        let first = match bad("head") {
            Ok(_) => guard("good"),
            _ => {
                yield_!(1);
                guard("value")
            }
        };
        let mut second = match good("second") {
            Ok(value) => value,
            Err(_) => {
                yield_!(2);
                first
            }
        };
        yield_!(second.look());
        second = guard("third");
        yield_!(second.look());
        for name in ["a", "b", "c"] {
            let turn = match if name == "a" { good(name) } else { bad(name) } {
                Ok(value) => value,
                Err(_) => {
                    yield_!(3);
                    if name == "b" {
                        continue;
                    }
                    guard("turn")
                }
            };
            yield_!(turn.look());
        }
    }

    a_head_with_a_yield_beside_its_value {
        let value = match { yield_!(1); bad("head") } {
            Ok(value) => value,
            Err(_) => {
                yield_!(2);
                guard("value")
            }
        };
        match { yield_!(3); bad("other") } {
            Ok(value) => value,
            Err(_) => guard("dropped"),
        };
        take(value);
    }

    a_pattern_takes_apart_a_value_beside_what_another_leaves {
        let (first, _) = match bad("head") {
            Ok(value) => (value, guard("good")),
            _ => {
                yield_!(1);
                (guard("first"), guard("left"))
            }
        };
        note("behind".to_owned());
        let (mut second, third): (Guard, u32) = match bad("head") {
            Ok(value) => (value, 1),
            Err(_) => {
                yield_!(2);
                (guard("second"), 2)
            }
        };
        yield_!(third + second.look());
        (second, _) = match bad("head") {
            Ok(value) => (value, guard("good")),
            _ => {
                yield_!(3);
                (guard("third"), guard("left"))
            }
        };
        yield_!(second.look());
    }

    a_head_of_a_choice_that_diverges {
        for name in ["a", "b"] {
            let value = match if name == "a" { good(name) } else { bad(name) } {
                Ok(value) => {
                    yield_!(value.look());
                    value
                }
                Err(_) => return,
            };
            yield_!(value.look());
        }
    }

    an_underscore_behind_some_leaves_nothing {
        for count in 0..2 {
            let value = match (count == 0).then(|| guard("head")) {
                Some(value) => value,
                _ => {
                    yield_!(1);
                    guard("value")
                }
            };
            yield_!(value.look());
        }
        let before = guard("before");
        match some("head") {
            Some(value) => {
                yield_!(value.look());
            }
            _ => {
                yield_!(3);
            }
        }
    }

    an_underscore_behind_a_guard_leaves_the_head {
        let value = match some("head") {
            Some(value) if value.look() == 2 => value,
            Some(_) => {
                yield_!(1);
                guard("value")
            }
            None => guard("none"),
        };
        match some("head") {
            Some(value) if value.look() == 2 => value,
            _ => {
                yield_!(2);
                guard("dropped")
            }
        };
        yield_!(value.look());
    }

    a_last_return_or_break_of_a_choice {
        loop {
            break match bad("head") {
                Ok(value) => {
                    yield_!(value.look());
                }
                _ => {
                    yield_!(1);
                }
            }
        }
        'block: {
            break 'block match good("head") {
                Ok(value) => {
                    yield_!(value.look());
                }
                _ => {
                    yield_!(2);
                }
            }
        }
        let value = {
            let before = guard("before");
            Some(match bad("head") {
                Ok(value) => {
                    yield_!(3);
                    value
                }
                Err(_) => {
                    yield_!(4);
                    guard("value")
                }
            })
        };
        let before = guard("before");
        return match some("last") {
            Some(value) if value.look() == 1 => {
                yield_!(value.look());
            }
            _ => {
                yield_!(5);
            }
        }
    }

    what_an_if_let_does_not_match_is_dropped_in_front_of_its_else {
        let first = if let Ok(value) = bad("head") {
            yield_!(1);
            value
        } else {
            note("else".to_owned());
            guard("first")
        };
        let second = if let Ok(_) = good("head") {
            yield_!(2);
            guard("second")
        } else {
            yield_!(3);
            guard("else")
        };
        if let Err(_) = good("head").map_err(|error| error) {
            note("then".to_owned());
        } else if let Err(value) = good("other") {
            yield_!(value.look());
        } else {
            yield_!(4);
        }
        if let Some((value, _)) = Some((guard("head"), guard("left"))) {
            yield_!(value.look());
            value
        } else {
            guard("else")
        };
        take((first, second));
    }

    an_underscore_drops_a_value_in_front_of_what_it_is_made_of {
        let before = guard("before");
        _ = { yield_!(1); guard("head") }.none();
        note("behind".to_owned());
        let _ = { yield_!(2); guard("head") }.none().map_or_else(|| guard("value"), |_| guard("other"));
        note("behind".to_owned());
        let (_, _) = ({ yield_!(3); guard("head") }.none(), guard("value"));
        note("behind".to_owned());
        _ = { yield_!(4); Pair { left: guard("left"), right: guard("right") } }.left;
        note("behind".to_owned());
    }
}
