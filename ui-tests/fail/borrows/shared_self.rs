//! A field that is changed through `&self`.

use genfn::generator;

struct Counter {
    count: u32,
}

impl Counter {
    #[generator]
    fn numbers(&self) -> impl Iterator<Item = u32> {
        self.count += 1;
        yield_!(self.count);
    }
}

fn main() {
    let _: u32 = Counter { count: 0 }.numbers().sum();
}
