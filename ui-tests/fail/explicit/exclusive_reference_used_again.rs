use genfn::generator;

struct Table {
    rows: Vec<u32>,
    more: u32,
}

impl Table {
    #[generator(state)]
    fn grown(&mut self) -> impl Iterator<Item = u32> {
        for row in self.rows.iter_mut() {
            *row += 1;
            yield_!(*row);
        }
        yield_!(self.more);
    }
}

#[generator(state)]
fn halves(all: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    let (left, right) = all.split_at_mut(1);
    yield_!(left[0]);
    yield_!(right[0]);
    all.clear();
}

#[generator(state)]
fn rows(table: &mut Table) -> impl Iterator<Item = u32> {
    let rows = &mut table.rows;
    for row in rows.iter_mut() {
        yield_!(*row);
    }
    yield_!(table.more);
}

fn main() {
    let mut table = Table { rows: vec![1, 2], more: 1 };
    let _ = table.grown().count() + halves(&mut table.rows).count() + rows(&mut table).count();
}
