//! Patterns that move parts out of a local on some of the paths, or in a loop: what they leave is dropped where the
//! plain function drops it.

#![allow(
    clippy::boxed_local,
    clippy::cast_possible_truncation,
    clippy::collapsible_match,
    clippy::items_after_statements,
    clippy::manual_let_else,
    clippy::needless_pass_by_value,
    clippy::question_mark,
    clippy::redundant_guards,
    clippy::redundant_locals,
    clippy::single_match,
    clippy::single_match_else,
    clippy::unnecessary_literal_unwrap,
    clippy::while_let_loop,
    dead_code,
    unused_assignments,
    unused_variables,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use genfn::generator;

use crate::drops::{Guard, Pair, drops_alike, events, guard, iterated, note, take};

fn two() -> (Guard, Guard) {
    (guard("first"), guard("second"))
}

fn three() -> (Guard, Guard, Guard) {
    (guard("first"), guard("second"), guard("third"))
}

fn flag(value: bool) -> bool {
    note("flag".to_owned());
    value
}

enum Tree {
    Node(Box<Self>, Guard, Guard),
    Leaf,
}

fn grown() -> Tree {
    let leaf = Tree::Node(Box::new(Tree::Leaf), guard("lower value"), guard("lower note"));
    Tree::Node(Box::new(leaf), guard("upper value"), guard("upper note"))
}

enum Shape {
    Line { from: Guard, to: Guard },
    Dot(Guard, u32),
    Two(Guard, Guard),
    Nothing,
}

fn line() -> Shape {
    Shape::Line { from: guard("from"), to: guard("to") }
}

fn dot() -> Shape {
    Shape::Dot(guard("dot"), 3)
}

drops_alike! {
    an_if_let {
        let local = Some(two());
        let other = guard("other");
        yield_!(1);
        if let Some((first, _)) = local {
            let inner = guard("inner");
            yield_!(first.look());
            take(first);
            yield_!(2);
        } else {
            yield_!(3);
        }
        yield_!(4);
    }

    an_if_let_that_does_not_match {
        let local: Option<(Guard, Guard)> = None;
        let other = guard("other");
        if let Some((first, _)) = local {
            yield_!(first.look());
        } else {
            yield_!(3);
        }
        yield_!(4);
    }

    an_if_let_in_a_branch {
        for number in 0..3 {
            let local = (Some(guard("first")), guard("second"));
            let other = guard("other");
            if number != 1 && flag(true) {
                if let (Some(first), _) = local {
                    yield_!(first.look());
                    if number == 2 {
                        continue;
                    }
                    yield_!(2);
                }
            }
            yield_!(3);
        }
    }

    an_if_let_whose_else_uses_the_local {
        for number in 0..2 {
            let local = if number == 0 { Ok((guard("first"), guard("second"))) } else { Err(guard("error")) };
            let other = guard("other");
            if let Ok((_, second)) = local {
                yield_!(second.look());
                yield_!(1);
            } else if let Err(error) = local {
                yield_!(error.look());
                yield_!(2);
            }
            yield_!(3);
        }
    }

    a_while_let_that_walks_down {
        let mut tree = grown();
        let other = guard("other");
        while let Tree::Node(next, value, _) = tree {
            let inner = guard("inner");
            yield_!(value.look());
            tree = *next;
            yield_!(2);
        }
        yield_!(3);
    }

    a_value_that_is_given_again_by_a_call {
        let mut pair = two();
        let other = guard("other");
        let mut number = 0;
        loop {
            let (first, _) = pair;
            yield_!(first.look());
            number += 1;
            if number == 3 {
                break;
            }
            pair = (first, guard("new"));
            yield_!(number);
        }
        yield_!(5);
    }

    a_value_that_is_given_again_on_one_path {
        let mut pair = two();
        let other = guard("other");
        for number in 0..2 {
            let (_, second) = pair;
            yield_!(second.look());
            if flag(number == 1) {
                return;
            }
            pair = (second, guard("new"));
        }
    }

    a_value_that_a_yield_gives_again {
        let mut pair = two();
        let mut number = 0;
        while flag(number < 2) {
            let (first, _) = pair;
            pair = { yield_!(first.look()); (first, guard("new")) };
            number += 1;
        }
        yield_!(3);
    }

    a_value_that_is_given_from_a_temporary {
        let mut pair = two();
        let mut number = 0;
        while flag(number < 2) {
            let (first, _) = pair;
            yield_!(first.look());
            pair = (guard("new"), Guard(guard("temporary").0));
            number += 1;
            yield_!(2);
        }
    }

    the_arms_of_a_match {
        for number in 0..4 {
            let shape = match number {
                0 => line(),
                1 => dot(),
                2 => Shape::Two(guard("one"), guard("two")),
                _ => Shape::Nothing,
            };
            let other = guard("other");
            match shape {
                Shape::Line { from, to: _ } => {
                    yield_!(from.look());
                    take(from);
                    yield_!(1);
                }
                Shape::Dot(_, number) => {
                    yield_!(number);
                    yield_!(2);
                }
                Shape::Two(_, two) if flag(number == 2) => yield_!(two.look()),
                _ => yield_!(4),
            }
            yield_!(5);
        }
    }

    a_match_without_yields_in_its_arms {
        let shape = line();
        let other = guard("other");
        let kept = match shape {
            Shape::Line { from: _, to } => Some(to),
            Shape::Dot(dot, _) => Some(dot),
            _ => None,
        };
        yield_!(1);
        take(kept);
        yield_!(2);
    }

    a_let_else {
        let local = Some(two());
        let other = guard("other");
        yield_!(1);
        let Some((_, second)) = local else { return };
        yield_!(second.look());
        take(second);
        yield_!(2);
    }

    a_let_else_with_a_yield {
        for number in 0..2 {
            let local = (number == 0).then(two);
            let other = guard("other");
            let Some((first, _)) = local else {
                yield_!(3);
                continue;
            };
            yield_!(first.look());
            yield_!(2);
        }
    }

    parts_of_parts {
        let local = Some(((guard("a"), guard("b")), guard("c")));
        let other = guard("other");
        if let Some(((_, b), _)) = local {
            yield_!(b.look());
            yield_!(1);
        }
        yield_!(2);
        let all = ((guard("d"), guard("e")), guard("f"));
        let ((d, _), _) = all;
        yield_!(d.look());
        yield_!(3);
    }

    a_struct_in_an_option {
        let local = Some(Pair { left: guard("left"), right: guard("right") });
        let other = guard("other");
        if let Some(Pair { left: _, right }) = local {
            yield_!(right.look());
            yield_!(1);
        }
        yield_!(2);
    }

    a_local_that_a_loop_binds {
        for local in vec![Some(two()), None, Some(two())] {
            let other = guard("other");
            if let Some((first, _)) = local {
                yield_!(first.look());
                yield_!(1);
            }
            yield_!(2);
        }
    }

    a_local_that_an_arm_binds {
        match Some(Some(three())) {
            Some(local) => match local {
                Some((_, second, _)) => {
                    yield_!(second.look());
                    yield_!(1);
                }
                None => yield_!(2),
            },
            None => yield_!(3),
        }
        yield_!(4);
    }

    a_local_that_a_while_let_binds {
        let mut stack = vec![two(), two()];
        while let Some(pair) = stack.pop() {
            let other = guard("other");
            if flag(true) {
                let (_, second) = pair;
                yield_!(second.look());
                continue;
            }
            yield_!(1);
        }
    }

    what_is_in_a_box {
        let boxed: Box<Option<(Guard, Guard)>> = Box::new(Some(two()));
        let other = guard("other");
        if let Some((first, _)) = *boxed {
            yield_!(first.look());
            yield_!(1);
        }
        yield_!(2);
    }

    a_part_that_is_copied {
        let local = Some((guard("first"), 3));
        let other = guard("other");
        if let Some((_, number)) = local {
            yield_!(number);
            yield_!(number + 1);
        }
        yield_!(5);
        let again = Some((guard("first"), 3));
        if let Some((_, number)) = again {
            yield_!(number);
        }
        yield_!(6);
        take(again);
    }

    a_closure_beside_it {
        let local = Some(two());
        let number = 3;
        if let Some((first, _)) = local {
            let add = |more: u32| number + more;
            yield_!(add(first.look()));
            yield_!(add(1));
        }
        yield_!(2);
    }

    a_state_that_is_made_of_the_one_before {
        let mut shape = line();
        let other = guard("other");
        loop {
            shape = match shape {
                Shape::Line { from, to: _ } => {
                    yield_!(from.look());
                    Shape::Two(from, guard("new"))
                }
                Shape::Two(_, two) => {
                    let inner = guard("inner");
                    yield_!(2);
                    Shape::Dot(two, 5)
                }
                Shape::Dot(_, number) => {
                    yield_!(number);
                    break;
                }
                Shape::Nothing => return,
            };
        }
        yield_!(6);
    }

    a_command_in_front_of_a_yield {
        let mut kept = Vec::new();
        for shape in vec![dot(), Shape::Nothing, line()] {
            let other = guard("other");
            match shape {
                Shape::Dot(dot, _) => kept.push(dot),
                Shape::Line { from, to } => {
                    kept.push(to);
                    take(from);
                }
                Shape::Two(..) | Shape::Nothing => {
                    note("nothing".to_owned());
                }
            }
            yield_!(kept.len() as u32);
        }
    }

    a_command_that_an_if_let_takes {
        let mut kept = Vec::new();
        for shape in vec![dot(), Shape::Nothing, line()] {
            let other = guard("other");
            if let Shape::Dot(dot, number) = shape {
                kept.push(dot);
            }
            yield_!(kept.len() as u32);
        }
    }

    a_command_that_a_let_takes {
        for shape in vec![dot(), line(), Shape::Nothing] {
            let other = guard("other");
            let Shape::Dot(dot, number) = shape else {
                yield_!(7);
                continue;
            };
            yield_!(dot.look() + number);
            yield_!(2);
        }
    }

    a_value_of_a_match_with_guards {
        for shape in vec![dot(), line(), Shape::Two(guard("one"), guard("two")), Shape::Nothing] {
            let other = guard("other");
            let value = match shape {
                Shape::Dot(dot, number) if flag(number > 9) => dot,
                Shape::Dot(_, _) => guard("new"),
                Shape::Line { from, to } if flag(true) => to,
                Shape::Line { from, to: _ } => from,
                Shape::Two(one, _) => one,
                Shape::Nothing => continue,
            };
            yield_!(value.look());
        }
    }

    a_box_that_a_while_let_binds {
        let mut stack = vec![Box::new(two()), Box::new(two())];
        while let Some(pair) = stack.pop() {
            let other = guard("other");
            let (first, _) = *pair;
            yield_!(first.look());
        }
        let Some(pair) = Some(Box::new(two())) else { return };
        let (_, second) = *pair;
        yield_!(second.look());
    }

    two_locals_at_once {
        let left = Some(two());
        let right = Some((guard("third"), guard("fourth")));
        let other = guard("other");
        if let Some((first, _)) = left {
            yield_!(first.look());
            if let Some((_, fourth)) = right {
                yield_!(fourth.look());
                yield_!(1);
            }
            yield_!(2);
        }
        yield_!(3);
    }
}

struct Card {
    front: Guard,
    name: Guard,
    number: u32,
    back: Guard,
}

fn card() -> Card {
    Card { front: guard("front"), name: guard("name"), number: 1, back: guard("back") }
}

fn other(held: Guard) -> Guard {
    note(format!("other {}", held.0));
    held
}

drops_alike! {
    a_struct_of_the_rest {
        let old = card();
        let beside = guard("beside");
        yield_!(1);
        let new = Card { name: guard("new name"), ..old };
        yield_!(new.name.look());
        yield_!(new.back.look());
        yield_!(2);
    }

    a_struct_of_the_rest_with_a_yield {
        let old = card();
        let beside = guard("beside");
        let new = Card { name: { yield_!(1); guard("new name") }, number: { yield_!(2); 3 }, ..old };
        yield_!(new.number);
    }

    a_struct_of_the_rest_of_itself {
        let mut card = card();
        let beside = guard("beside");
        for number in 0..2 {
            card = Card { number: card.number + number, name: guard("new name"), ..card };
            yield_!(card.number);
            card = Card { name: other(card.name), ..card };
            yield_!(card.name.look());
        }
    }

    a_struct_of_the_rest_on_one_path {
        for number in 0..2 {
            let old = card();
            let beside = guard("beside");
            if flag(number == 0) {
                let new = Card { back: guard("new back"), number: Guard("temporary").look(), ..old };
                yield_!(new.number);
                continue;
            }
            yield_!(old.front.look());
        }
        yield_!(3);
    }

    a_struct_whose_fields_take_others {
        let old = card();
        let beside = guard("beside");
        yield_!(1);
        let new = Card { front: other(old.front), number: 3, ..old };
        yield_!(new.number);
    }

    elements_that_are_moved_one_by_one {
        let pair: (Guard, Guard, u32) = (guard("first"), guard("second"), 3);
        let beside = guard("beside");
        yield_!(pair.2);
        take(pair.1);
        yield_!(pair.0.look());
        if flag(true) {
            take(pair.0);
            yield_!(1);
        }
        yield_!(pair.2);
    }

    elements_that_stay {
        let all = (guard("first"), guard("second"), guard("third"));
        let beside = guard("beside");
        if flag(true) {
            take(all.1);
            yield_!(1);
        }
        yield_!(2);
    }

    elements_that_get_another_value {
        let mut pair = (guard("first"), vec![guard("second")], guard("third"));
        let beside = guard("beside");
        for number in 0..2 {
            take(pair.0);
            yield_!(number);
            pair.0 = guard("new");
            pair.1.push(guard("more"));
            yield_!(pair.2.look());
        }
    }

    boxes_in_a_tuple {
        let pair: (Box<Guard>, Box<Guard>) = (Box::new(guard("first")), Box::new(guard("second")));
        let beside = guard("beside");
        let first = *pair.0;
        yield_!(first.look());
        if flag(true) {
            take(*pair.1);
            yield_!(2);
        }
        yield_!(3);
    }

    a_box_that_is_filled_again {
        let mut boxed = Box::new(guard("first"));
        let other = guard("other");
        for number in 0..2 {
            yield_!(boxed.look());
            take(*boxed);
            yield_!(1);
            *boxed = guard("new");
            yield_!(boxed.look());
            *boxed = guard("newer");
        }
    }

    a_box_that_is_filled_again_on_one_path {
        let mut boxed: Box<(Guard, u32)> = Box::new((guard("first"), 0));
        let other = guard("other");
        for number in 0..3 {
            if flag(number != 1) {
                take(*boxed);
                yield_!(1);
            }
            *boxed = (guard("new"), number);
            yield_!(boxed.1);
        }
    }

    all_of_a_local_for_a_struct {
        let old = card();
        let beside = guard("beside");
        yield_!(1);
        let new = Card { ..old };
        yield_!(new.number);
    }
}

/// What is left of an argument is dropped between the arguments beside it.
#[test]
fn arguments() {
    #[generator]
    fn boxed(
        front: Guard,
        pair: Option<(Guard, Guard)>,
        (behind, last): (Guard, Option<(Guard, Guard)>),
    ) -> impl Iterator<Item = u32> {
        yield_!(1);
        if let Some((first, _)) = pair {
            yield_!(first.look());
            yield_!(2);
        }
        if let Some((_, second)) = last {
            yield_!(second.look());
        }
        yield_!(3);
    }
    #[generator(state)]
    fn explicit(
        front: Guard,
        pair: Option<(Guard, Guard)>,
        (behind, last): (Guard, Option<(Guard, Guard)>),
    ) -> impl Iterator<Item = u32> {
        yield_!(1);
        if let Some((first, _)) = pair {
            yield_!(first.look());
            yield_!(2);
        }
        if let Some((_, second)) = last {
            yield_!(second.look());
        }
        yield_!(3);
    }

    #[generator]
    fn boxed_elements(front: Guard, pair: (Guard, Guard, Guard)) -> impl Iterator<Item = u32> {
        yield_!(1);
        take(pair.1);
        yield_!(2);
        yield_!(pair.2.look());
    }
    #[generator(state)]
    fn explicit_elements(front: Guard, pair: (Guard, Guard, Guard)) -> impl Iterator<Item = u32> {
        yield_!(1);
        take(pair.1);
        yield_!(2);
        yield_!(pair.2.look());
    }

    for items in 0..5 {
        for panics in 0..20 {
            let arguments = || (guard("front"), three());
            let (front, all) = arguments();
            let expected = iterated(panics, items, boxed_elements(front, all));
            let (front, all) = arguments();
            let found = iterated(panics, items, explicit_elements(front, all));
            assert_eq!(found, expected, "{items} items, a panic at {panics}");
        }
    }

    let last = || Some((guard("third"), guard("fourth")));
    for items in 0..6 {
        for panics in 0..24 {
            let arguments = || (guard("front"), Some(two()), (guard("behind"), last()));
            let (front, pair, rest) = arguments();
            let expected = iterated(panics, items, boxed(front, pair, rest));
            let (front, pair, rest) = arguments();
            let found = iterated(panics, items, explicit(front, pair, rest));
            assert_eq!(found, expected, "{items} items, a panic at {panics}");
        }
    }
}
