//! A yield stands wherever an expression can, in the arguments of other macros too, and is
//! evaluated when its turn comes.

#![allow(clippy::all, clippy::pedantic, reason = "the bodies are written for their forms")]

use std::cell::RefCell;
use std::rc::Rc;

use genfn::{Coroutine, CoroutineState, generator};

/// Runs a coroutine that is sent 1, 2, 3, .. after its items; gives the items and what it
/// returned.
fn conversation<Y, R>(
    mut coroutine: impl Coroutine<Yield = Y, Resume = i64, Return = R>,
) -> (Vec<Y>, R) {
    let mut items = Vec::new();
    let mut state = coroutine.start().unwrap();
    for sent in 1.. {
        match state {
            CoroutineState::Yielded(item) => items.push(item),
            CoroutineState::Complete(returned) => return (items, returned),
        }
        state = coroutine.send(sent).unwrap();
    }
    unreachable!("the range has no end")
}

fn three(a: i64, b: i64, c: i64) -> [i64; 3] {
    [a, b, c]
}

#[test]
fn arguments_are_evaluated_in_order() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = [i64; 3]> {
        three(yield_!(10), 100 + yield_!(20), yield_!(30))
    }

    assert_eq!(conversation(talk()), (vec![10, 20, 30], [1, 102, 3]));
}

#[test]
fn method_arguments_and_receivers() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = i64> {
        yield_!(1).max(yield_!(2)).wrapping_sub(yield_!(3)).pow(2)
    }

    assert_eq!(conversation(talk()), (vec![1, 2, 3], 1));
}

#[test]
fn operands() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = &'static str, Resume = i64, Return = (i64, bool, i64)> {
        let difference = 10 * yield_!("left") - yield_!("right");
        let lazy = yield_!("first") > 100 && yield_!("never") > 0;
        let mut sum = -yield_!("negated");
        sum += yield_!("added");
        (difference, lazy, sum)
    }

    let (items, returned) = conversation(talk());
    assert_eq!(items, ["left", "right", "first", "negated", "added"]);
    assert_eq!(returned, (8, false, 1));
}

#[test]
fn conditions() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = Vec<i64>> {
        let mut seen = Vec::new();
        if yield_!(0) == 1 {
            seen.push(100);
        } else if yield_!(1) == 1 {
            seen.push(200);
        }
        while yield_!(2) < 5 {
            seen.push(300);
        }
        if let sent @ 6.. = yield_!(3) {
            seen.push(sent);
        }
        while let 7 = yield_!(4) {
            seen.push(400);
        }
        let (9 | 10) = yield_!(5) else {
            return seen;
        };
        seen.push(500);
        seen
    }

    let (items, returned) = conversation(talk());
    assert_eq!(items, [0, 2, 2, 2, 2, 3, 4, 4, 5]);
    assert_eq!(returned, [100, 300, 300, 300, 6, 400, 500]);
}

#[test]
fn chains_of_conditions() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = i64> {
        if let sent @ 1.. = yield_!(1)
            && sent < 5
            && let Some(other) = Some(yield_!(2))
            && yield_!(3) == 3
        {
            return sent + other;
        }
        0
    }

    assert_eq!(conversation(talk()), (vec![1, 2, 3], 3));
}

#[test]
fn scrutinees_arms_and_guards() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = i64> {
        match yield_!(1) {
            0 => yield_!(-1),
            sent if sent > 1 && yield_!(-2) > 0 => sent,
            sent if yield_!(2) == sent + 1 => match yield_!(3) + 1 {
                // The arm is a yield itself.
                4 => yield_!(4),
                other => other,
            },
            other => other,
        }
    }

    assert_eq!(conversation(talk()), (vec![1, 2, 3, 4], 4));
}

#[test]
fn literals_of_structs_tuples_and_arrays() {
    #[derive(Debug, PartialEq)]
    struct Point {
        x: i64,
        y: i64,
        z: i64,
    }

    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = (Point, [i64; 2], i64)> {
        let origin = Point { x: 0, y: 0, z: 7 };
        let point = Point { y: yield_!(1), x: yield_!(2), ..origin };
        (point, [yield_!(3), yield_!(4)], yield_!(5))
    }

    let (items, returned) = conversation(talk());
    assert_eq!(items, [1, 2, 3, 4, 5]);
    assert_eq!(returned, (Point { x: 2, y: 1, z: 7 }, [3, 4], 5));
}

#[test]
fn indices_casts_ranges_and_repetitions() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = Vec<i64>> {
        let table = [10, 20, 30];
        let mut picked = vec![table[yield_!(1) as usize]];
        picked.extend(yield_!(2)..yield_!(3) + 1);
        picked.extend([yield_!(4); 2]);
        // The right side of an assignment comes first.
        picked[yield_!(6) as usize - 6] = yield_!(5);
        picked
    }

    let (items, returned) = conversation(talk());
    assert_eq!(items, [1, 2, 3, 4, 5, 6]);
    assert_eq!(returned, [5, 2, 3, 4, 4]);
}

#[test]
fn loops_over_and_breaks_with() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = i64> {
        let mut sum = 0;
        for number in yield_!(1)..=yield_!(2) {
            sum += number;
        }
        sum += loop {
            break yield_!(3);
        };
        sum += 'block: {
            if sum > 0 {
                break 'block yield_!(4);
            }
            0
        };
        return yield_!(5) + sum;
    }

    assert_eq!(conversation(talk()), (vec![1, 2, 3, 4, 5], 5 + 1 + 2 + 3 + 4));
}

#[test]
fn yields_in_yields() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = i64> {
        yield_!(yield_!(yield_!(100) + 200) + yield_!(300))
    }

    assert_eq!(conversation(talk()), (vec![100, 201, 300, 5], 4));
}

#[test]
fn blocks_and_control_flow_as_the_value() {
    #[generator]
    fn talk(early: bool) -> impl Iterator<Item = i64> {
        yield_!({
            let numbers = vec![1, 2, 3];
            numbers.iter().sum()
        });
        yield_!(if early { return } else { 7 });
        yield_!(match early {
            true => unreachable!(),
            false => 8,
        });
        yield_!(loop {
            break 9;
        });
    }

    assert_eq!(talk(false).collect::<Vec<_>>(), [6, 7, 8, 9]);
    assert_eq!(talk(true).collect::<Vec<_>>(), [6]);
}

#[test]
fn nothing_as_the_value() {
    #[generator]
    fn ticks() -> impl Iterator<Item = ()> {
        yield_!();
        yield_!(());
        yield_![];
        yield_! {}
        genfn::yield_!();
    }

    assert_eq!(ticks().count(), 5);
}

#[test]
fn any_delimiter_and_a_trailing_comma() {
    #[generator]
    fn items() -> impl Iterator<Item = u32> {
        yield_!(1,);
        yield_![2];
        yield_! { 3 }
        yield_! { 4 };
    }

    assert_eq!(items().collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn with_attributes() {
    #[generator]
    fn items() -> impl Iterator<Item = u32> {
        #[cfg(any())]
        yield_!(nothing_of_that_name);
        #[cfg(all())]
        yield_!(1);
        #[allow(unused_parens)]
        yield_!((2));
        #[cfg(any())]
        yield_! { nothing_of_that_name }
        #[cfg(all())]
        yield_! { 3 }
        #[cfg(all())]
        yield_!(4)
    }

    assert_eq!(items().collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn the_last_expression() {
    #[generator]
    fn statement() -> impl Iterator<Item = u32> {
        yield_!(1)
    }

    #[generator]
    fn value() -> impl Coroutine<Yield = u32, Resume = i64, Return = i64> {
        yield_!(1)
    }

    assert_eq!(statement().collect::<Vec<_>>(), [1]);
    assert_eq!(conversation(value()), (vec![1], 1));
}

#[test]
fn in_the_macros_of_the_standard_library() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = String> {
        use std::fmt::Write as _;

        let list = vec![yield_!(1), yield_!(2)];
        let text = format!("{list:?} {} {named:>3}", yield_!(3), named = yield_!(4));
        println!("{}", yield_!(5));
        assert!(yield_!(6) == 6, "{}", yield_!(-1));
        assert_eq!(yield_!(7), 7, "{}", yield_!(-2));
        let matched = matches!(yield_!(8), sent if sent == 8);
        let mut out = String::new();
        write!(out, "{text} {matched} {}", yield_!(9)).unwrap();
        let nested = vec![vec![yield_!(10); 2], vec![format!("{}", yield_!(11)).len() as i64]];
        let repeated = vec![yield_!(12); 2];
        dbg!(yield_!(13));
        let last = Some(yield_!(14)).map_or_else(|| panic!("{matched}"), |sent| sent);
        format!("{out} {nested:?} {repeated:?} {last}")
    }

    let (items, returned) = conversation(talk());
    assert_eq!(items, (1..=14).collect::<Vec<_>>());
    assert_eq!(returned, "[1, 2] 3   4 true 9 [[10, 10], [2]] [12, 12] 14");
}

#[test]
fn with_a_path_inside_of_a_macro() {
    #[generator]
    fn items() -> impl Coroutine<Yield = i64, Resume = i64, Return = Vec<i64>> {
        vec![genfn::yield_!(1), ::genfn::yield_!(2), genfn::yield_!(yield_!(3))]
    }

    assert_eq!(conversation(items()), (vec![1, 2, 3, 3], vec![1, 2, 4]));
}

macro_rules! largest {
    ($first:expr $(, $other:expr)* $(,)?) => {{
        let mut largest = $first;
        $(
            let other = $other;
            if other > largest {
                largest = other;
            }
        )*
        largest
    }};
}

macro_rules! while_positive {
    ($variable:ident = $value:expr => $body:block) => {
        loop {
            let $variable = $value;
            if $variable <= 0 {
                break;
            }
            $body
        }
    };
}

#[test]
fn in_macros_of_ones_own() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = i64> {
        let largest = largest!(yield_!(1), 10 - yield_!(2), yield_!(3));
        let mut sum = 0;
        while_positive!(sent = 6 - yield_!(4) => { sum += sent; });
        sum * 100 + largest
    }

    assert_eq!(conversation(talk()), (vec![1, 2, 3, 4, 4, 4], 308));
}

#[test]
fn in_macros_that_the_body_defines() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = i64, Resume = i64, Return = i64> {
        macro_rules! ask {
            ($number:expr) => {
                yield_!($number * 10)
            };
            ($first:expr, $($other:expr),+) => {
                ask!($first) + ask!($($other),+)
            };
        }

        let slot = 1;
        let value = ask!(slot);
        value + ask!(yield_!(2), 3, 4)
    }

    assert_eq!(conversation(talk()), (vec![10, 2, 20, 30, 40], 1 + 3 + 4 + 5));
}

#[test]
fn a_body_that_a_macro_was_given() {
    macro_rules! generators {
        ($($name:ident($argument:ident: $type:ty) -> $item:ty $body:block)*) => {$(
            #[generator]
            fn $name($argument: $type) -> impl Iterator<Item = $item> $body
        )*};
    }

    generators! {
        upwards(end: u32) -> u32 {
            for number in 0..end {
                yield_!(number);
            }
        }

        letters(text: &str) -> char {
            for letter in text.chars() {
                if letter == '.' {
                    return;
                }
                yield_!(letter);
            }
        }
    }

    assert_eq!(upwards(3).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(letters("ab.c").collect::<String>(), "ab");
}

#[test]
fn names_like_those_of_the_expansion_are_the_users_own() {
    #[generator]
    fn talk(token: i64, start: i64) -> impl Coroutine<Yield = i64, Resume = i64, Return = i64> {
        let (slot, current, value, sent, resumed) = (1, 2, 3, 4, 5);
        let result = 'the_body_of_the_generator: {
            let sent_in = yield_!(slot + current + value + sent + resumed + token + start);
            if sent_in == 1 {
                break 'the_body_of_the_generator sent_in;
            }
            0
        };
        let machine = yield_!(result);
        let size_hint = machine + slot;
        size_hint
    }

    assert_eq!(conversation(talk(6, 7)), (vec![28, 1], 3));
}

#[test]
fn a_closure_may_hold_a_generator_of_its_own() {
    #[generator]
    fn outer() -> impl Iterator<Item = u32> {
        let squares = |end: u32| {
            #[generator]
            fn squares(end: u32) -> impl Iterator<Item = u32> {
                for number in 0..end {
                    yield_!(number * number);
                }
            }
            squares(end)
        };
        for square in squares(3) {
            yield_!(square);
        }
    }

    assert_eq!(outer().collect::<Vec<_>>(), [0, 1, 4]);
}

#[test]
fn what_is_sent_is_evaluated_only_when_its_turn_comes() {
    let log = Rc::new(RefCell::new(Vec::new()));

    #[generator]
    fn talk(log: Rc<RefCell<Vec<String>>>) -> impl Iterator<Item = u32> {
        let note = |text: &str| {
            log.borrow_mut().push(text.to_owned());
            1
        };
        yield_!(note("first"));
        let _ = (note("before"), yield_!(note("second")), note("after"));
    }

    let mut talk = talk(Rc::clone(&log));
    assert!(log.borrow().is_empty());
    talk.next();
    assert_eq!(*log.borrow(), ["first"]);
    talk.next();
    assert_eq!(*log.borrow(), ["first", "before", "second"]);
    assert_eq!(talk.next(), None);
    assert_eq!(*log.borrow(), ["first", "before", "second", "after"]);
}

#[test]
fn what_the_value_of_a_yield_assigns_is_there_behind_it() {
    macro_rules! defines_perhaps {
        () => {};
    }

    #[generator]
    fn beside_a_macro(ends: bool) -> impl Iterator<Item = usize> {
        defines_perhaps!();
        let mut name = String::from("first");
        drop(name);
        yield_!({
            if ends {
                return;
            }
            name = String::from("second one");
            1
        });
        yield_!(name.len());
    }

    #[generator]
    fn of_an_unnamed_type() -> impl Iterator<Item = impl Into<usize>> {
        let mut name = String::from("first");
        drop(name);
        yield_!({
            name = String::from("second one");
            1_usize
        });
        yield_!(name.len());
    }

    assert_eq!(beside_a_macro(false).collect::<Vec<_>>(), [1, 10]);
    assert_eq!(beside_a_macro(true).count(), 0);
    assert_eq!(of_an_unnamed_type().map(Into::into).collect::<Vec<usize>>(), [1, 10]);
}

#[test]
fn a_keyword_in_front_of_a_negation_is_no_macro() {
    #[generator]
    fn negated(done: bool) -> impl Iterator<Item = u32> {
        let number = if !done { 1 } else { 2 };
        while !(done || number > 1) {
            yield_!(number);
            return;
        }
    }

    assert_eq!(negated(false).collect::<Vec<_>>(), [1]);
    assert_eq!(negated(true).count(), 0);
}
