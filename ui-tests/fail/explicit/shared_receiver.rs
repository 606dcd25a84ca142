//! A method that changes what its receiver `&self` refers to: rustc's proposal is about the receiver.

use genfn::generator;

struct Numbers(Vec<u32>);

impl Numbers {
    #[generator(state)]
    fn all(&self) -> impl Iterator<Item = u32> {
        self.0.push(1);
        yield_!(self.0[0]);
    }
}

fn main() {
    let _ = Numbers(Vec::new()).all();
}
