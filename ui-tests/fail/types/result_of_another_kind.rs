//! Items of a type that is only named `Result`.

use genfn::generator;

enum Result {
    Win,
    Loss,
}

#[generator]
fn matches() -> impl Iterator<Item = Result> {
    yield_!(Result::Win);
    yield_!(Result::Loss);
}

fn main() {
    let _ = matches().count();
}
