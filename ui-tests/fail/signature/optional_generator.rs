//! A generator in an `Option`.

use genfn::generator;

#[generator]
fn numbers(any: bool) -> Option<Box<dyn Iterator<Item = u32>>> {
    if any {
        yield_!(1);
    }
}

fn main() {
    if let Some(numbers) = numbers(true) {
        let _: u32 = numbers.sum();
    }
}
