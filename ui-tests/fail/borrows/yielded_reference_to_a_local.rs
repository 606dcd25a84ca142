//! A yielded reference to a local.

use genfn::generator;

#[generator]
fn lines(count: u32) -> impl Iterator<Item = &'static str> {
    for number in 0..count {
        let line = format!("line {number}");
        yield_!(&line);
    }
}

fn main() {
    let _ = lines(3).count();
}
