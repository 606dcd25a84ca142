//! A method, an elided lifetime and an argument of a hidden type, with a name.

use genfn::generator;

struct List(Vec<u32>);

impl List {
    #[generator(struct Numbers)]
    fn numbers(&self) -> impl Iterator<Item = u32> {
        yield_!(self.0[0]);
    }
}

#[generator(struct Words)]
fn words(text: &str, more: impl Into<u32>) -> impl Iterator<Item = u32> {
    yield_!(text.len() as u32 + more.into());
}

fn main() {
    List(Vec::new()).numbers().count();
    words("", 1_u32).count();
}
