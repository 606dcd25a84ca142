//! Values that are moved out of a local in parts, or out of a box: what is left of the local is dropped where the
//! plain function drops it.

#![allow(
    clippy::boxed_local,
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    clippy::match_single_binding,
    clippy::needless_pass_by_value,
    clippy::redundant_locals,
    clippy::replace_box,
    clippy::unnecessary_box_returns,
    clippy::unnecessary_literal_unwrap,
    clippy::unnecessary_wraps,
    clippy::vec_box,
    dead_code,
    unused_assignments,
    unused_variables,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::ops::Deref;
use std::rc::Rc;

use genfn::generator;

use crate::drops::{Guard, Pair, drops_alike, events, guard, iterated, note, take};

struct Node {
    left: Option<Box<Self>>,
    value: Guard,
    right: Option<Box<Self>>,
}

fn leaf(name: &'static str) -> Option<Box<Node>> {
    Some(Box::new(Node { left: None, value: guard(name), right: None }))
}

fn tree() -> Option<Box<Node>> {
    Some(Box::new(Node { left: leaf("left"), value: guard("root"), right: leaf("right") }))
}

enum Sum {
    Number(Guard),
    Of(Box<Self>, Box<Self>),
    Nothing,
}

/// A pointer with a destructor, whose value is `Copy`.
struct Held((u32, u32), Guard);

impl Deref for Held {
    type Target = (u32, u32);

    fn deref(&self) -> &(u32, u32) {
        &self.0
    }
}

fn number_of(name: &str) -> usize {
    name.len()
}

fn three() -> (Guard, Guard, Guard) {
    (guard("first"), guard("second"), guard("third"))
}

fn two() -> (Guard, Guard) {
    (guard("first"), guard("second"))
}

struct Page {
    rows: Vec<Guard>,
    next: Option<String>,
    title: String,
    guard: Guard,
}

fn page(name: &'static str, next: Option<&str>) -> Page {
    Page {
        rows: vec![guard("first row"), guard("second row")],
        next: next.map(str::to_owned),
        title: name.to_owned(),
        guard: guard(name),
    }
}

struct Chain {
    link: Option<Box<Self>>,
    guard: Guard,
}

trait Taken {
    fn taken(self) -> u32;
}

impl Taken for Guard {
    fn taken(self) -> u32 {
        take(&self)
    }
}

fn flag(value: bool) -> bool {
    note("flag".to_owned());
    value
}

drops_alike! {
    an_element_is_moved_on_one_path_and_another_one_is_used_on_each {
        for number in 0..3_u32 {
            let pair: (Guard, Guard) = (guard("a"), guard("b"));
            if number == 0 {
                let first = pair.0;
                yield_!(1);
                take(first);
            } else if number == 1 {
                yield_!(2);
            }
            note(pair.1.0.to_owned());
            yield_!(3);
        }
        let triple: (Guard, u32, Guard) = (guard("c"), 4, guard("d"));
        if triple.1 == 4 {
            let last = triple.2;
            yield_!(triple.1);
            take(last);
        } else {
            note(triple.2.0.to_owned());
        }
        yield_!(triple.1);
        note(triple.0.0.to_owned());
    }

    a_pattern_takes_elements_and_a_number_others {
        for number in 0..3_u32 {
            let pair = (guard("a"), guard("b"));
            let (first, _) = pair;
            if number == 0 {
                let second = pair.1;
                yield_!(second.look());
                continue;
            }
            yield_!(1);
        }
        for number in 0..3_u32 {
            let triple = (guard("c"), guard("d"), guard("e"));
            let beside = guard("beside");
            if number == 2 {
                triple.0.look();
                let (first, ..) = triple;
                take(first);
            }
            match number {
                0 => {
                    triple.1.look();
                }
                1 => {
                    drop(triple.1);
                    yield_!(6);
                }
                _ => {}
            }
            yield_!(7);
            yield_!(triple.2.look());
        }
    }

    a_method_takes_an_element {
        let pair = (guard("a"), guard("b"));
        pair.1.taken();
        yield_!(pair.0.look());
        for number in 0..3_u32 {
            let pair = (guard("c"), guard("d"));
            match number {
                0 => {
                    yield_!(pair.0.taken());
                }
                1 => {
                    yield_!(pair.1.taken());
                }
                _ => {}
            }
            yield_!(2);
        }
        for number in 0..2_u32 {
            let triple: (Guard, Guard, u32) = (guard("e"), guard("f"), number);
            yield_!(triple.2);
            if number == 0 {
                yield_!(triple.0.taken());
            } else {
                take(&triple.0);
            }
            yield_!(triple.1.look());
            yield_!(triple.2);
        }
    }

    elements_get_new_values {
        let mut pair: (u32, Guard) = (1, guard("a"));
        pair.0 = {
            yield_!(1);
            4
        };
        pair.1 = {
            yield_!(2);
            guard("b")
        };
        yield_!(pair.0 + pair.1.look());
    }

    an_element_is_looked_at_and_then_moved {
        let pair: (Guard, u32) = (guard("a"), 3);
        yield_!(pair.0.look());
        let first: Guard = pair.0;
        yield_!(first.look());
        yield_!(pair.1);
        let pair: (Guard, u32) = (guard("b"), 4);
        yield_!(pair.0.look());
        yield_!(take(pair.0));
        yield_!(pair.1);
    }

    elements_are_moved_one_behind_the_other {
        for number in 0..2_u32 {
            let pair: (Guard, Guard) = (guard("a"), guard("b"));
            let first = pair.0;
            yield_!(1);
            if number == 0 {
                let second = pair.1;
                yield_!(2);
                take(second);
            }
            yield_!(3);
            note(first.0.to_owned());
        }
        let pair = (guard("c"), guard("d"));
        {
            let _first = pair.0;
            yield_!(4);
        }
        'block: {
            if number_of("d") > 9 {
                break 'block;
            }
            let _second = pair.1;
            yield_!(5);
        }
        yield_!(6);
    }

    the_head_of_an_if_let_yields {
        for number in 0..2_u32 {
            let result = if let Ok(value) = {
                yield_!(1);
                if number == 0 { Ok(guard("ok")) } else { Err(guard("err")) }
            } {
                take(value);
                3
            } else {
                note("else".to_owned());
                4
            };
            yield_!(result);
            _ = {
                yield_!(5);
                guard("nothing")
            };
            note("behind".to_owned());
            yield_!(6);
        }
    }

    the_value_in_a_box {
        let boxed = Box::new(guard("boxed"));
        let other = guard("other");
        yield_!(1);
        let value = *boxed;
        yield_!(2);
        take(value);
        yield_!(3);
    }

    the_value_in_a_box_on_one_path {
        let boxed: Box<Guard> = Box::new(guard("boxed"));
        let other = guard("other");
        for number in 0..2 {
            if number == 0 && flag(true) {
                yield_!(1);
                continue;
            }
            if flag(true) {
                take(*boxed);
                yield_!(2);
                break;
            }
            yield_!(boxed.look());
        }
        yield_!(3);
    }

    the_value_in_a_box_that_gets_another_one {
        let mut boxed = Box::new(guard("boxed"));
        for number in 0..3 {
            take(*boxed);
            yield_!(number);
            boxed = Box::new(guard("new"));
            yield_!(10 + number);
        }
    }

    a_tree_that_is_taken_apart {
        let mut stack = Vec::new();
        stack.extend(tree());
        while let Some(node) = stack.pop() {
            let other = guard("other");
            let Node { left, value, right } = *node;
            stack.extend(right);
            stack.extend(left);
            yield_!(value.look());
            yield_!(2);
        }
    }

    an_option_of_a_box {
        let root: Option<Box<Node>> = tree();
        if let Some(node) = root {
            yield_!(node.value.look());
            let Node { left, value, right } = *node;
            yield_!(1);
            take(value);
            if let Some(left) = left {
                let Node { left, value, right } = *left;
                yield_!(value.look());
            }
            yield_!(3);
        }
        yield_!(4);
    }

    an_enum_in_a_box {
        let sum = Sum::Of(Box::new(Sum::Number(guard("number"))), Box::new(Sum::Nothing));
        let mut stack = vec![Box::new(sum)];
        while let Some(sum) = stack.pop() {
            let other = guard("other");
            match *sum {
                Sum::Number(number) => {
                    yield_!(number.look());
                    yield_!(1);
                }
                Sum::Of(left, right) => {
                    yield_!(2);
                    stack.push(left);
                    stack.push(right);
                }
                Sum::Nothing => yield_!(3),
            }
        }
    }

    the_value_in_a_box_as_an_argument {
        let mut stack = vec![Box::new(guard("one")), Box::new(guard("two"))];
        while let Some(boxed) = stack.pop() {
            let number = take(*boxed);
            yield_!(number);
            yield_!(2);
        }
    }

    a_pointer_that_stays {
        let mut stack = vec![Held((1, 2), guard("one")), Held((3, 4), guard("two"))];
        while let Some(held) = stack.pop() {
            let other = guard("other");
            yield_!(1);
            let (left, right) = *held;
            yield_!(left);
            yield_!(right);
        }
        let number = Rc::new(5);
        let copied = *number;
        yield_!(copied);
        yield_!(6);
    }

    a_pointer_that_stays_beside_a_match {
        let mut stack = vec![Held((1, 2), guard("one")), Held((3, 4), guard("two"))];
        while let Some(held) = stack.pop() {
            let other = guard("other");
            match *held {
                (3, right) => yield_!(right),
                (left, right) => {
                    yield_!(left);
                    yield_!(right);
                }
            }
            yield_!(9);
        }
    }

    an_element_that_a_pattern_leaves {
        let all = three();
        let other = guard("other");
        yield_!(1);
        let (_, second, _) = all;
        yield_!(2);
        take(second);
        yield_!(3);
    }

    elements_behind_two_dots {
        let all = (guard("first"), guard("second"), guard("third"));
        let other = guard("other");
        let (first, ..) = all;
        yield_!(2);
        take(first);
        yield_!(3);
    }

    a_field_that_a_pattern_leaves {
        let pair = Pair { left: guard("left"), right: guard("right") };
        let other = guard("other");
        yield_!(1);
        let Pair { left, right: _ } = pair;
        yield_!(2);
        take(left);
        yield_!(3);
    }

    a_field_that_is_used_behind_the_pattern {
        let pair = Pair { left: guard("left"), right: guard("right") };
        let other = guard("other");
        yield_!(1);
        let Pair { left, right: _ } = pair;
        yield_!(pair.right.look());
        take(pair.right);
        yield_!(3);
    }

    elements_one_after_the_other {
        let pair = (guard("first"), guard("second"));
        let other = guard("other");
        yield_!(1);
        let first = pair.0;
        yield_!(pair.1.look());
        take(pair.1);
        yield_!(3);
    }

    an_element_that_is_copied {
        let mut pair = (guard("first"), 3);
        let other = guard("other");
        pair.1 += 1;
        yield_!(pair.1);
        let first = pair.0;
        yield_!(pair.1);
        pair.1 += 1;
        take(first);
        yield_!(pair.1 + pair.1);
    }

    a_part_that_is_moved_on_one_path {
        let pair = two();
        let other = guard("other");
        if flag(true) {
            let (first, _) = pair;
            yield_!(first.look());
        }
        yield_!(2);
        let pair = two();
        if flag(false) {
            let (first, _) = pair;
            yield_!(first.look());
        }
        yield_!(3);
    }

    a_part_that_is_moved_where_the_body_ends {
        let pair = two();
        let other = guard("other");
        if flag(false) {
            let (first, _) = pair;
            yield_!(first.look());
            return;
        }
        yield_!(2);
    }

    a_part_of_what_is_in_a_box {
        let boxed = Box::new(two());
        let other = guard("other");
        yield_!(1);
        let (first, _) = *boxed;
        yield_!(2);
        take(first);
        yield_!(3);
    }

    a_part_of_an_item {
        for pair in vec![two(), two()] {
            let other = guard("other");
            yield_!(1);
            let (_, mut second) = pair;
            yield_!(2);
            second = guard("new");
            yield_!(second.look());
        }
    }

    a_part_in_each_turn {
        let mut number = 0;
        loop {
            let pair = two();
            let other = guard("other");
            yield_!(number);
            let (first, _): (Guard, Guard) = pair;
            number += 1;
            if number == 2 {
                break;
            }
            yield_!(number + 10);
            take(first);
        }
    }

    a_part_of_a_part_that_a_pattern_binds {
        if let Some(pair) = Some(two()) {
            let other = guard("other");
            let first = pair;
            let (first, _) = first;
            yield_!(2);
            take(first);
            yield_!(3);
        }
        yield_!(4);
    }
}

drops_alike! {
    a_field_of_an_item {
        for page in vec![page("one", None), page("two", None)] {
            let other = guard("other");
            yield_!(1);
            let title = page.title;
            yield_!(title.len() as u32);
            take(title);
            yield_!(3);
        }
    }

    the_next_page {
        let mut next = Some("one".to_owned());
        while let Some(name) = next {
            let page = page("page", (name == "one").then_some("two"));
            let other = guard("other");
            next = page.next;
            for index in 0..page.rows.len() {
                yield_!(page.rows[index].look());
            }
        }
    }

    all_fields_one_after_the_other {
        let page = page("page", Some("two"));
        let other = guard("other");
        let mut rows: std::collections::VecDeque<Guard> = page.rows.into();
        let next = page.next;
        while let Some(row) = rows.pop_front() {
            yield_!(row.look());
        }
        yield_!(take(next));
    }

    the_rows_of_a_loop {
        let page = page("page", None);
        let other = guard("other");
        for row in page.rows {
            yield_!(row.look());
        }
        yield_!(page.title.len() as u32);
        let nested = (1, (page.next, guard("nested")));
        yield_!(2);
        yield_!(take(nested.1.0));
    }

    a_chain {
        let chain = Chain { link: None, guard: guard("end") };
        let chain = Chain { link: Some(Box::new(chain)), guard: guard("begin") };
        let mut link = Some(Box::new(chain));
        while let Some(chain) = link {
            let other = guard("other");
            link = chain.link;
            yield_!(chain.guard.look());
        }
    }

    fields_on_different_paths {
        for number in 0..3 {
            let page = page("page", Some("two"));
            let other = guard("other");
            if number == 0 && flag(true) {
                yield_!(1);
                take(page.title);
                yield_!(2);
            } else if number == 1 {
                let rows = page.rows;
                yield_!(rows.len() as u32);
                if flag(true) {
                    continue;
                }
            }
            yield_!(3);
        }
    }

    a_field_that_gets_another_value {
        let mut page = page("page", None);
        for number in 0..3 {
            let rows = page.rows;
            yield_!(rows.len() as u32);
            page.rows = rows.into_iter().skip(1).collect();
            yield_!(number);
        }
        page.title = take(page.title).to_string();
        yield_!(4);
    }

    a_field_in_a_value {
        let first = page("first", None);
        let second = page("second", None);
        let title = Some(first.title);
        yield_!(1);
        let pair = (second.title, second.rows);
        yield_!(2);
        take(title);
        yield_!(pair.1.len() as u32);
    }
}

/// What is left of an argument is dropped between the arguments beside it.
#[test]
fn the_rest_of_an_argument() {
    #[generator]
    fn boxed(front: Guard, pair: (Guard, Guard), behind: Guard) -> impl Iterator<Item = u32> {
        yield_!(1);
        let (first, _) = pair;
        yield_!(first.look());
        yield_!(3);
    }
    #[generator(state)]
    fn explicit(front: Guard, pair: (Guard, Guard), behind: Guard) -> impl Iterator<Item = u32> {
        yield_!(1);
        let (first, _) = pair;
        yield_!(first.look());
        yield_!(3);
    }

    for items in 0..5 {
        for panics in 0..20 {
            let expected = iterated(panics, items, boxed(guard("front"), two(), guard("behind")));
            let found = iterated(panics, items, explicit(guard("front"), two(), guard("behind")));
            assert_eq!(found, expected, "{items} items, a panic at {panics}");
        }
    }
}

/// The state of a clone has its own rest.
#[test]
fn what_is_left_is_cloned() {
    #[generator]
    fn halves(pair: (Vec<u32>, Vec<u32>)) -> impl Iterator<Item = u32> + Clone {
        yield_!(0);
        let left = pair.0;
        for number in left {
            yield_!(number);
        }
        for number in pair.1 {
            yield_!(number);
        }
    }

    let mut generator = halves((vec![1, 2], vec![3, 4]));
    assert_eq!(generator.next(), Some(0));
    assert_eq!(generator.next(), Some(1));
    let copy = generator.clone();
    assert_eq!(generator.collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(copy.collect::<Vec<_>>(), [2, 3, 4]);
}

/// A syntax tree that a recursion takes apart.
mod recursion {
    use genfn::generator;

    enum Expression {
        Number(u32),
        Sum(Box<Self>, Box<Self>),
        Negation(Box<Self>),
    }

    fn tree() -> Expression {
        let number = |value| Box::new(Expression::Number(value));
        let negation = Box::new(Expression::Negation(number(2)));
        Expression::Sum(number(1), Box::new(Expression::Sum(negation, number(3))))
    }

    #[generator(state)]
    fn postfix(expression: Expression) -> impl Iterator<Item = String> {
        match expression {
            Expression::Number(value) => yield_!(value.to_string()),
            Expression::Sum(left, right) => {
                yield_from!(postfix(*left));
                yield_from!(postfix(*right));
                yield_!("+".to_owned());
            }
            Expression::Negation(inner) => {
                yield_from!(postfix(*inner));
                yield_!("-".to_owned());
            }
        }
    }

    #[test]
    fn takes_boxes_apart() {
        assert_eq!(postfix(tree()).collect::<Vec<_>>().join(" "), "1 2 - 3 + +");
    }
}
