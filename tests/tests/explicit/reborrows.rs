//! Exclusive references that are borrowed from for the last time by what a yield keeps. Each body is lowered to an
//! `async` block as well, which may hold borrows: both yield the same, and leave the arguments the same.

#![allow(
    clippy::cast_possible_truncation,
    clippy::explicit_iter_loop,
    clippy::items_after_statements,
    clippy::needless_lifetimes,
    clippy::while_let_loop,
    clippy::while_let_on_iterator,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::collections::{HashMap, VecDeque};

use genfn::generator;

#[derive(Clone, Debug, PartialEq)]
struct Node {
    number: u32,
    children: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq)]
struct Table {
    rows: Vec<u32>,
    names: Vec<String>,
    others: Vec<u32>,
}

fn node() -> Node {
    let leaf = |number| Node { number, children: Vec::new() };
    Node { number: 1, children: vec![leaf(3), leaf(4)] }
}

fn table() -> Table {
    Table { rows: vec![1, 2], names: vec!["a".to_owned(), "bc".to_owned()], others: Vec::new() }
}

impl Node {
    fn raise(&mut self) -> impl Iterator<Item = u32> {
        self.children.iter_mut().map(|child| {
            child.number += 1;
            child.number
        })
    }
}

fn nodes() -> Vec<Node> {
    let leaf = |number| Node { number, children: Vec::new() };
    vec![Node { number: 1, children: vec![leaf(2), leaf(3)] }, leaf(4)]
}

macro_rules! reborrows {
    ($(fn $name:ident($arg:ident: &mut $ty:ty = $value:expr) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[generator]
            fn plain($arg: &mut $ty) -> impl Iterator<Item = u32> $body

            #[generator(state)]
            fn explicit($arg: &mut $ty) -> impl Iterator<Item = u32> $body

            let (mut expected, mut found) = ($value, $value);
            let items: Vec<u32> = plain(&mut expected).collect();
            assert!(!items.is_empty());
            assert_eq!(explicit(&mut found).collect::<Vec<u32>>(), items);
            assert_eq!(found, expected);

            // Each prefix leaves what the function has changed by then.
            for taken in 0..items.len() {
                let (mut expected, mut found) = ($value, $value);
                plain(&mut expected).take(taken).for_each(drop);
                explicit(&mut found).take(taken).for_each(drop);
                assert_eq!(found, expected);
            }
        }
    )*};
}

reborrows! {
    fn the_rest_of_a_slice_is_given_again(all: &mut [u32; 3] = [1, 2, 3]) {
        let mut rest = &mut all[..];
        while rest.len() > 1 {
            let (first, others) = rest.split_at_mut(1);
            first[0] += 1;
            yield_!(first[0]);
            first[0] += others[0];
            rest = others;
        }
    }

    fn both_halves_are_looped_over(all: &mut [u32; 5] = [1, 2, 3, 4, 5]) {
        let middle = all.len() / 2;
        let (left, right) = all.split_at_mut(middle);
        for number in left.iter_mut() {
            *number += 1;
            yield_!(*number);
        }
        for number in right.iter_mut() {
            *number += 2;
            yield_!(*number);
        }
    }

    fn an_argument_names_the_reference(all: &mut Vec<u32> = vec![1, 2, 3, 4]) {
        let all = all.as_mut_slice();
        let (left, right) = all.split_at_mut(all.len() / 2);
        for (one, other) in left.iter_mut().zip(right) {
            std::mem::swap(one, other);
            yield_!(*one);
            yield_!(*other);
        }
    }

    fn chunks_of_a_list(all: &mut Vec<u32> = vec![1, 2, 3]) {
        all.push(4);
        for pair in all.chunks_mut(2) {
            pair[0] += 1;
            yield_!(pair[0]);
            pair[1] = 0;
        }
    }

    fn the_first_element_and_the_others(all: &mut Vec<u32> = vec![1, 2, 3]) {
        let (first, others) = all.split_first_mut().unwrap();
        *first += 1;
        yield_!(*first);
        for other in others {
            *other += *first;
            yield_!(*other);
        }
        *first = 0;
    }

    fn what_is_left_of_a_taken_slice(all: &mut [u32; 3] = [1, 2, 3]) {
        let mut rest = &mut all[..];
        loop {
            let Some((first, others)) = std::mem::take(&mut rest).split_first_mut() else { break };
            *first += 1;
            yield_!(*first);
            *first += 1;
            rest = others;
        }
    }

    fn a_loop_takes_the_first_element(all: &mut [u32; 3] = [1, 2, 3]) {
        let mut rest = &mut all[..];
        while let Some((first, others)) = rest.split_first_mut() {
            *first += 1;
            yield_!(*first);
            *first += 1;
            rest = others;
        }
    }

    fn the_items_of_a_loop_are_taken_apart(all: &mut [(Vec<u32>, u32); 2] = [(vec![1, 2], 1), (vec![3], 2)]) {
        for (numbers, more) in all {
            for number in numbers.iter_mut() {
                *number += *more;
                yield_!(*number);
            }
            *more = 0;
        }
    }

    fn rows_of_rows(rows: &mut [Vec<u32>; 2] = [vec![1, 2], vec![3]]) {
        for row in rows.iter_mut() {
            let (first, others) = row.split_at_mut(1);
            for number in first {
                *number += 1;
                yield_!(*number);
            }
            for number in others.iter_mut() {
                *number += 2;
                yield_!(*number);
            }
        }
    }

    fn a_field_behind_a_reference(node: &mut Node = node()) {
        node.number += 1;
        yield_!(node.number);
        for child in node.children.iter_mut() {
            child.number += 1;
            yield_!(child.number);
        }
    }

    fn a_field_on_one_path(node: &mut Node = node()) {
        if node.number == 1 {
            for child in &mut node.children {
                child.number += 1;
                yield_!(child.number);
            }
        } else {
            node.number += 1;
            yield_!(node.number);
        }
    }

    fn two_fields_of_one_statement(table: &mut Table = table()) {
        let (rows, names) = (&mut table.rows, &mut table.names);
        for (row, name) in rows.iter_mut().zip(names.iter_mut()) {
            *row += 1;
            yield_!(*row);
            name.push('x');
        }
    }

    fn two_fields_of_two_statements(table: &mut Table = table()) {
        let rows = &mut table.rows;
        let names = &mut table.names;
        for row in rows.iter_mut() {
            *row += 1;
            yield_!(*row);
        }
        for name in names.iter_mut() {
            name.push('x');
            yield_!(name.len() as u32);
        }
    }

    fn a_pattern_takes_the_fields(table: &mut Table = table()) {
        let Table { rows, names, .. } = table;
        for row in rows.iter_mut() {
            *row += 1;
            yield_!(*row);
        }
        for name in names.drain(..) {
            yield_!(name.len() as u32);
        }
    }

    fn one_of_two_fields(table: &mut Table = table()) {
        let rows = if table.names.is_empty() { &mut table.others } else { &mut table.rows };
        for row in rows.drain(1..) {
            yield_!(row);
        }
    }

    fn an_iterator_in_a_local(all: &mut Vec<u32> = vec![1, 2, 3]) {
        let mut numbers = all.iter_mut().rev().peekable();
        while let Some(number) = numbers.next() {
            *number += 1;
            yield_!(*number);
            if let Some(next) = numbers.peek_mut() {
                **next += 1;
            }
        }
    }

    fn a_delegate_borrows_from_an_item(all: &mut Vec<Node> = nodes()) {
        for node in all.iter_mut() {
            node.number += 1;
            yield_from!(node.raise());
        }
    }

    fn a_delegate_borrows_from_an_argument(all: &mut Vec<Node> = nodes()) {
        yield_!(all.len() as u32);
        yield_from!(all.iter_mut().map(|node| {
            node.number += 1;
            node.number
        }));
    }

    fn two_shared_borrows(all: &mut Vec<u32> = vec![1, 2, 3]) {
        let first = all.first();
        let last = all.last();
        yield_!(*first.unwrap());
        yield_!(*last.unwrap());
    }

    fn slices_of_arrays(grid: &mut [[u32; 2]; 3] = [[1, 2], [3, 4], [5, 6]]) {
        for rows in grid.chunks_mut(2) {
            let Some((first, others)) = rows.split_first_mut() else { return };
            for number in first.iter_mut() {
                *number += 1;
                yield_!(*number);
            }
            for other in others {
                other[0] = 0;
                yield_!(other[1]);
            }
        }
    }

    fn collections_other_than_slices(all: &mut (VecDeque<u32>, HashMap<u32, u32>) = (VecDeque::from([1]), HashMap::from([(1, 2)]))) {
        let (queue, numbers) = all;
        for number in queue.iter_mut() {
            *number += 1;
            yield_!(*number);
        }
        for number in numbers.values_mut() {
            *number += 1;
            yield_!(*number);
        }
    }
}

impl Table {
    #[generator(state)]
    fn double(&mut self) -> impl Iterator<Item = u32> {
        for row in self.rows.iter_mut() {
            *row *= 2;
            yield_!(*row);
        }
    }

    #[generator(state)]
    fn first(&mut self) -> impl Iterator<Item = u32> {
        if let Some(row) = self.rows.first_mut() {
            *row += 1;
            yield_!(*row);
            *row += 1;
        }
    }
}

#[test]
fn a_method_lends_a_field_of_its_receiver() {
    let mut table = table();
    assert_eq!(table.double().collect::<Vec<_>>(), [2, 4]);
    assert_eq!(table.first().collect::<Vec<_>>(), [3]);
    assert_eq!(table.rows, [4, 4]);
}

#[test]
fn the_part_in_front_of_the_rest_is_yielded() {
    #[generator(state)]
    fn parts(all: &mut [u32]) -> impl Iterator<Item = &mut [u32]> {
        let mut rest = all;
        while rest.len() > 1 {
            let (first, others) = rest.split_at_mut(1);
            yield_!(first);
            rest = others;
        }
    }

    let mut all = [1, 2, 3];
    parts(&mut all).for_each(|part| part[0] += 5);
    assert_eq!(all, [6, 7, 3]);
}

/// A method with the name of `Option`'s, that gives a value with a destructor.
struct Pool<'a>(&'a std::cell::Cell<u32>);

struct Loan<'a>(&'a std::cell::Cell<u32>);

impl<'a> Pool<'a> {
    #[expect(clippy::unnecessary_wraps, reason = "it has the signature of the method of its name")]
    fn as_deref_mut(&mut self) -> Option<Loan<'a>> {
        Some(Loan(self.0))
    }
}

impl Loan<'_> {
    fn count(&self) -> u32 {
        self.0.get()
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        self.0.set(9);
    }
}

#[test]
fn a_value_of_a_method_of_the_users_stays() {
    #[generator(state)]
    fn counts(mut pool: Pool<'_>) -> impl Iterator<Item = u32> {
        let Some(loan) = pool.as_deref_mut() else { return };
        let count = loan.count();
        yield_!(count);
        yield_!(count + 1);
    }

    let returned = std::cell::Cell::new(1);
    let mut counts = counts(Pool(&returned));
    assert_eq!((counts.next(), returned.get()), (Some(1), 1));
    assert_eq!((counts.next(), returned.get()), (Some(2), 1));
    assert_eq!((counts.next(), returned.get()), (None, 9));
}
