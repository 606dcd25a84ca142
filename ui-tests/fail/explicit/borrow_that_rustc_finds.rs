//! What may borrow from a local, by the types alone: one error, at the local.

use genfn::generator;

struct Table {
    rows: Vec<u32>,
}

struct Cursor<'a> {
    table: &'a Table,
}

impl Table {
    fn rows(&self) -> impl Iterator<Item = &u32> {
        self.rows.iter()
    }

    fn cursor(&self) -> Cursor<'_> {
        Cursor { table: self }
    }

    fn size(&self) -> u32 {
        7
    }
}

impl Cursor<'_> {
    fn next(&mut self) -> Option<u32> {
        self.table.rows.first().copied()
    }
}

fn copies(table: &Table) -> impl Iterator<Item = u32> {
    table.rows.iter().copied()
}

#[generator(state)]
fn a_loop(table: Table) -> impl Iterator<Item = u32> {
    for row in table.rows() {
        yield_!(*row);
    }
}

#[generator(state)]
fn a_delegate(table: Table) -> impl Iterator<Item = u32> {
    yield_!(0);
    yield_from!(table.rows().copied());
    yield_!(table.size());
}

#[generator(state)]
fn an_argument(table: Table) -> impl Iterator<Item = u32> {
    yield_!(0);
    yield_from!(copies(&table));
    yield_!(1);
}

#[generator(state)]
fn a_local(mut table: Table) -> impl Iterator<Item = u32> {
    table.rows.push(1);
    let mut cursor = table.cursor();
    while let Some(row) = cursor.next() {
        yield_!(row);
    }
}

#[generator(state)]
fn a_closure(table: Table) -> impl Iterator<Item = u32> {
    let larger = |by: u32| table.size() + by;
    yield_!(larger(1));
    yield_!(larger(2));
}

#[generator(state)]
fn a_collection(rows: Vec<String>) -> impl Iterator<Item = usize> {
    let mut seen = Vec::new();
    for index in 0..3 {
        seen.push(&rows[index]);
        yield_!(seen.len());
    }
}

fn main() {}
