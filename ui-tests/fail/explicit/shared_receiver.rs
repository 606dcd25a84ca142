//! A method that changes what its receiver `&self` refers to: rustc's proposal is about the receiver.

use genfn::generator;

struct Numbers(Vec<u32>);

impl Numbers {
    #[generator(state)]
    fn all(&self) -> impl Iterator<Item = u32> {
        self.0.push(1);
        yield_!(self.0[0]);
    }

    #[generator(state)]
    fn more(&self) -> impl Iterator<Item = u32> {
        self.0.push(1);
        yield_!(1);
    }
}

fn main() {
    let numbers = Numbers(Vec::new());
    let _ = (numbers.all(), numbers.more());
}
