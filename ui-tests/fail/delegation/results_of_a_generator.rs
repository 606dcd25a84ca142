//! A generator of plain items where `Result`s are yielded.

use genfn::generator;

#[generator]
fn numbers(of: &[u32]) -> impl Iterator<Item = u32> {
    yield_from!(of.iter().copied());
}

#[generator]
fn checked(of: &[u32]) -> impl Iterator<Item = Result<u32, String>> {
    yield_from!(numbers(of));
}

fn main() {
    let _ = checked(&[1]).count();
}
