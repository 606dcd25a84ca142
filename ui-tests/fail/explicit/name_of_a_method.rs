//! A method, and a lifetime that the arguments do not tell, with a name.

use genfn::generator;

struct List(Vec<u32>);

impl List {
    #[generator(struct Numbers)]
    fn numbers(&self) -> impl Iterator<Item = u32> {
        yield_!(self.0[0]);
    }
}

#[generator(struct Words)]
fn words(text: &str, more: &str) -> impl Iterator<Item = &str> {
    yield_!(text);
    yield_!(more);
}

fn main() {
    List(Vec::new()).numbers().count();
    words("", "").count();
}
