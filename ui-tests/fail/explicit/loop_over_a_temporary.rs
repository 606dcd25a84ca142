//! A loop with a yield that borrows a value without a name.

use genfn::generator;

#[generator(state)]
fn lengths(hosts: Vec<String>) -> impl Iterator<Item = usize> {
    for host in &hosts.clone() {
        yield_!(host.len());
    }
    yield_!(hosts.len());
}

#[generator(state)]
fn words(text: String) -> impl Iterator<Item = usize> {
    for word in text.clone().split(' ') {
        yield_!(word.len());
    }
    for (number, line) in text.to_lowercase().trim().lines().enumerate() {
        yield_!(number + line.len());
    }
    yield_!(text.len());
}

fn main() {
    lengths(Vec::new()).count();
    words(String::new()).count();
}
