//! Views that are fields of locals: an iterator over one borrows from what the view refers to, and not from the field.

#![allow(
    clippy::explicit_iter_loop,
    reason = "a loop over what a method gives is another one than over a reference"
)]

use genfn::generator;

#[derive(Clone, Copy)]
struct View<'a>(&'a [u32]);

impl<'a> View<'a> {
    fn iter(self) -> std::slice::Iter<'a, u32> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for View<'a> {
    type Item = &'a u32;
    type IntoIter = std::slice::Iter<'a, u32>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &View<'a> {
    type Item = &'a u32;
    type IntoIter = std::slice::Iter<'a, u32>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

struct Words<'a> {
    text: &'a str,
}

impl<'a> Words<'a> {
    fn iter(&self) -> std::str::SplitWhitespace<'a> {
        self.text.split_whitespace()
    }
}

impl<'a> IntoIterator for &Words<'a> {
    type Item = &'a str;
    type IntoIter = std::str::SplitWhitespace<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

struct Table<'a> {
    rows: View<'a>,
    words: Words<'a>,
    count: u32,
}

macro_rules! views {
    ($(fn $name:ident($table:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[generator]
            fn plain<'a>($table: Table<'a>) -> impl Iterator<Item = u32> + 'a $body

            #[generator(state)]
            fn explicit($table: Table<'_>) -> impl Iterator<Item = u32> $body

            let rows = [1, 2, 3];
            let table = || Table { rows: View(&rows), words: Words { text: "a bc" }, count: 7 };
            let items: Vec<u32> = plain(table()).collect();
            assert_eq!(explicit(table()).collect::<Vec<u32>>(), items);
        }
    )*};
}

views! {
    fn a_field_is_iterated_over(table) {
        for row in table.rows.iter() {
            yield_!(*row);
        }
        yield_!(table.count);
    }

    fn a_field_without_copies_is_iterated_over(table) {
        for word in table.words.iter() {
            yield_!(u32::try_from(word.len()).unwrap());
        }
        for row in table.rows.iter().rev() {
            yield_!(*row + table.count);
        }
    }

    fn a_view_is_made_of_what_an_argument_refers_to(table) {
        let local = Table { rows: View(table.rows.0), words: Words { text: table.words.text }, ..table };
        for row in local.rows.iter() {
            yield_!(*row);
        }
        for word in local.words.iter() {
            yield_!(u32::try_from(word.len()).unwrap() + local.count);
        }
    }
}

#[test]
fn a_view_of_an_argument_is_iterated_over() {
    #[generator(state)]
    fn rows<'a>(rows: &'a [u32]) -> impl Iterator<Item = &'a u32> {
        let view = View(rows);
        for row in view.iter() {
            yield_!(row);
        }
        let part = View(&rows[1..]);
        for row in part {
            yield_!(row);
        }
    }

    assert!(rows(&[1, 2, 3]).eq(&[1, 2, 3, 2, 3]));
}
