//! Closures, functions and generators inside of a generator are fine where they do not yield.

#![deny(warnings)]

use genfn::generator;

#[generator]
fn numbers(limit: u32) -> impl Iterator<Item = u32> {
    #[generator]
    fn inner(first: u32) -> impl Iterator<Item = u32> {
        yield_!(first);
        yield_!(first + 1);
    }
    fn double(number: u32) -> u32 {
        number * 2
    }
    const LENGTH: usize = 2;
    let parse = |text: &str| -> Result<u32, std::num::ParseIntError> { Ok(text.parse::<u32>()? + limit) };
    for number in inner(1).map(double).chain([0; LENGTH]) {
        yield_!(number);
    }
    yield_!((|| limit)());
    if let Ok(number) = parse("3") {
        yield_!(number);
    }
}

fn main() {
    assert_eq!(numbers(10).collect::<Vec<_>>(), [2, 4, 0, 0, 10, 13]);
}
