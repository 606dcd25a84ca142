//! A value that is moved before a yield and used behind it.

use genfn::generator;

#[generator]
fn numbers(names: Vec<String>) -> impl Iterator<Item = u32> {
    drop(names);
    yield_!(1);
    println!("{}", names.len());
}

fn main() {
    let _: u32 = numbers(Vec::new()).sum();
}
