//! A local and an argument that are changed and not `mut`.

use genfn::generator;

#[generator]
fn numbers(count: u32) -> impl Iterator<Item = u32> {
    let sum = 0;
    while count > 0 {
        sum += count;
        count -= 1;
        yield_!(sum);
    }
}

fn main() {
    let _: u32 = numbers(3).sum();
}
