//! `Send` promised by a generator that borrows a `Cell`.

use std::cell::Cell;

use genfn::generator;

#[generator]
fn numbers(count: &Cell<u32>) -> impl Iterator<Item = u32> + Send {
    while count.get() > 0 {
        count.set(count.get() - 1);
        yield_!(count.get());
    }
}

fn main() {
    let _: u32 = numbers(&Cell::new(3)).sum();
}
