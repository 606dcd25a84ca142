//! `Send` promised by a generator over `Result`s that holds an `Rc` across a yield.

use std::num::ParseIntError;
use std::rc::Rc;

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = Result<u32, ParseIntError>> + Send {
    let shared = Rc::new("1");
    let number = shared.parse()?;
    yield_!(Ok(number));
    println!("{shared}");
}

fn main() {
    let _ = numbers().count();
}
