//! What is unsafe in a body needs the user's own `unsafe`, in a yield too.

use genfn::{PinCoroutine, gen_expr, generator, pin};

unsafe fn read() -> u32 {
    7
}

unsafe fn read_all() -> std::iter::Once<u32> {
    std::iter::once(7)
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let first = read();
    yield_!(first);
    yield_!(read());
    yield_from!(read_all());
}

#[generator]
fn pinned() -> impl PinCoroutine<Yield = u32> {
    yield_!(read());
}

fn main() {
    numbers().for_each(drop);
    pin!(pinned()).for_each(drop);
    gen_expr!(read() + number for number in 0..3).for_each(drop);
}
