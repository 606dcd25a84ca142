//! A loop with a yield that borrows a value without a name.

use genfn::generator;

#[generator(state)]
fn lengths(hosts: Vec<String>) -> impl Iterator<Item = usize> {
    for host in &hosts.clone() {
        yield_!(host.len());
    }
    yield_!(hosts.len());
}

fn main() {
    lengths(Vec::new()).count();
}
