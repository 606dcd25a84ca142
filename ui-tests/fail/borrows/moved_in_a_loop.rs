//! A value that is yielded again and again.

use genfn::generator;

#[generator]
fn names(name: String) -> impl Iterator<Item = String> {
    loop {
        yield_!(name);
    }
}

fn main() {
    let _ = names(String::new()).next();
}
