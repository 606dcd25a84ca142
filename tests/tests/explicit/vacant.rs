//! Parts that are moved out of a local whose rest stays where it is: an empty value takes the place of each.

#![allow(
    clippy::box_collection,
    clippy::boxed_local,
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    clippy::manual_let_else,
    clippy::match_bool,
    clippy::needless_pass_by_value,
    clippy::never_loop,
    clippy::redundant_locals,
    clippy::single_match,
    clippy::single_match_else,
    clippy::unnecessary_literal_unwrap,
    dead_code,
    irrefutable_let_patterns,
    unused_assignments,
    unused_variables,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use genfn::generator;

use crate::drops::{Guard, drops_alike, events, guard, iterated, note, take};

fn flag(value: bool) -> bool {
    note("flag".to_owned());
    value
}

struct Row {
    front: Guard,
    cells: Vec<Guard>,
    name: String,
    inner: Option<Guard>,
    number: u32,
    back: Guard,
}

fn row() -> Row {
    Row {
        front: guard("front"),
        cells: vec![guard("cell"), guard("another cell")],
        name: "row".to_owned(),
        inner: Some(guard("inner")),
        number: 7,
        back: guard("back"),
    }
}

enum Shape {
    Rows { rows: Vec<Guard>, note: Guard },
    Named(String, Guard, u32),
    Whole(Guard),
    Nothing,
}

enum Sum {
    Neg(Box<Guard>),
    Number(u32),
}

struct Boxes {
    name: Box<String>,
    cells: Box<Vec<Guard>>,
    guard: Guard,
}

fn boxes() -> Boxes {
    let cells = vec![guard("cell"), guard("another cell")];
    Boxes { name: Box::new("name".to_owned()), cells: Box::new(cells), guard: guard("boxes") }
}

drops_alike! {
    a_let {
        let row = row();
        let other = guard("other");
        yield_!(1);
        let Row { cells, mut inner, number, .. } = row;
        yield_!(cells.len() as u32 + number);
        inner = None;
        take(cells);
        yield_!(3);
    }

    a_let_of_what_is_in_a_box {
        let boxed = Box::new(row());
        let other = guard("other");
        yield_!(1);
        let Row { cells, name, .. } = *boxed;
        yield_!(cells.len() as u32);
        take(cells);
        yield_!(3);
    }

    a_let_else {
        for number in 0..2 {
            let local = (number == 0).then(row);
            let other = guard("other");
            let Some(Row { cells, .. }) = local else {
                yield_!(5);
                continue;
            };
            yield_!(cells.len() as u32);
            yield_!(2);
        }
    }

    an_if_let {
        for number in 0..2 {
            let local = (number == 0).then(row);
            let other = guard("other");
            if let Some(Row { cells, inner: Some(_), .. }) = local {
                yield_!(cells.len() as u32);
                take(cells);
                yield_!(2);
            } else {
                yield_!(5);
            }
            yield_!(3);
        }
    }

    a_while_let {
        let mut local = Some(row());
        let other = guard("other");
        while let Some(Row { cells, number, .. }) = local {
            yield_!(cells.len() as u32);
            take(cells);
            local = flag(number == 7).then(|| Row { number: 8, ..row() });
            yield_!(2);
        }
        yield_!(3);
    }

    a_loop_that_takes_its_items_apart {
        for Row { cells, number, .. } in vec![row(), row()] {
            let other = guard("other");
            yield_!(cells.len() as u32);
            take(cells);
            if flag(number == 0) {
                continue;
            }
            yield_!(number);
        }
        for Row { number, .. } in vec![row(), row()] {
            let other = guard("other");
            yield_!(number);
            break;
        }
    }

    a_box_in_an_arm {
        let sum = Sum::Neg(Box::new(guard("negated")));
        match sum {
            Sum::Neg(inner) => {
                let other = guard("other");
                yield_!(take(*inner));
                yield_!(2);
            }
            Sum::Number(number) => yield_!(number),
        }
        yield_!(3);
    }

    the_arms_of_a_match {
        for number in 0..4 {
            let shape = match number {
                0 => Shape::Rows { rows: vec![guard("a"), guard("b")], note: guard("note") },
                1 => Shape::Named("name".to_owned(), guard("named"), 3),
                2 => Shape::Whole(guard("whole")),
                _ => Shape::Nothing,
            };
            let other = guard("other");
            match shape {
                Shape::Rows { rows, .. } => {
                    yield_!(rows.len() as u32);
                    take(rows);
                    yield_!(1);
                }
                Shape::Named(name, ..) => {
                    yield_!(name.len() as u32);
                    yield_!(2);
                }
                Shape::Whole(whole) => {
                    yield_!(whole.look());
                    take(whole);
                    yield_!(3);
                }
                Shape::Nothing => yield_!(4),
            }
            yield_!(5);
        }
    }

    a_match_in_front_of_a_yield {
        for number in 0..2 {
            let shape = match number {
                0 => Shape::Rows { rows: vec![guard("a"), guard("b")], note: guard("note") },
                _ => Shape::Named("name".to_owned(), guard("named"), 3),
            };
            let other = guard("other");
            let count = match shape {
                Shape::Rows { rows, .. } => take(rows),
                Shape::Named(name, ..) => name.len() as u32,
                _ => 0,
            };
            yield_!(count);
        }
    }

    a_field_that_a_choice_takes_apart {
        let row = row();
        let other = guard("other");
        if let Some(inner) = row.inner {
            yield_!(inner.look());
            yield_!(1);
        } else {
            yield_!(2);
        }
        yield_!(row.number);
        match row.cells.is_empty() {
            true => {}
            false => yield_!(row.cells.len() as u32),
        }
        yield_!(3);
    }

    a_field_that_a_let_else_takes_apart {
        let row = row();
        let other = guard("other");
        yield_!(1);
        let Some(inner) = row.inner else { return };
        yield_!(inner.look());
        take(row.cells);
        yield_!(row.number);
    }

    what_is_behind_a_box_in_a_field {
        let boxes = boxes();
        let other = guard("other");
        yield_!(1);
        let name = *boxes.name;
        yield_!(name.len() as u32);
        if flag(true) {
            take(*boxes.cells);
            yield_!(2);
        }
        yield_!(3);
    }

    what_is_behind_a_box_is_given_again {
        let mut boxes = boxes();
        let other = guard("other");
        for number in 0..2 {
            take(*boxes.cells);
            yield_!(number);
            *boxes.cells = vec![guard("new")];
            yield_!(boxes.cells.len() as u32);
        }
    }

    an_array_of_options {
        let all = (Some(guard("first")), vec![guard("second")], guard("third"));
        let other = guard("other");
        yield_!(1);
        let (first, second, ..) = all;
        yield_!(second.len() as u32);
        take(first);
        yield_!(2);
    }
}

/// A pattern on a reference takes nothing.
#[test]
fn references() {
    struct Entry {
        key: String,
        values: Vec<u32>,
        count: u32,
    }

    #[generator(state)]
    fn keys(entries: &[Entry]) -> impl Iterator<Item = (&str, u32)> {
        for entry in entries {
            let Entry { key, count, .. } = entry;
            yield_!((key, *count));
            if let Entry { key, values, .. } = entry {
                yield_!((key, values[0]));
            }
        }
    }

    #[generator(state)]
    fn values(entries: &mut [Entry]) -> impl Iterator<Item = u32> {
        for entry in entries {
            let Entry { values, count, .. } = entry;
            values.push(*count);
            yield_!(values.len() as u32);
            *count += 1;
            yield_!(*count);
        }
    }

    let mut entries = [Entry { key: "a".to_owned(), values: vec![1], count: 3 }];
    assert_eq!(keys(&entries).collect::<Vec<_>>(), [("a", 3), ("a", 1)]);
    assert_eq!(values(&mut entries).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(entries[0].values, [1, 3]);
}

/// What is left is kept by a generator with a name, and one with derives.
#[test]
fn with_a_name_and_with_derives() {
    #[derive(Clone, Debug)]
    struct Page {
        rows: Vec<u32>,
        next: Option<String>,
        title: String,
    }

    #[generator]
    #[derive(Clone, Debug)]
    fn rows(page: Page) -> impl Iterator<Item = u32> + Clone {
        let Page { rows, next, .. } = page;
        for index in 0..rows.len() {
            yield_!(rows[index]);
        }
        yield_!(next.map_or(0, |next| next.len() as u32));
    }

    let page = Page { rows: vec![1, 2], next: Some("b".to_owned()), title: "a".to_owned() };
    let mut generator = rows(page);
    assert_eq!(generator.next(), Some(1));
    let text = format!("{generator:?}");
    assert!(text.contains("title: \"a\""), "{text}");
    assert_eq!(generator.clone().collect::<Vec<_>>(), [2, 1]);
}
