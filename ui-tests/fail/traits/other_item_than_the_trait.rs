//! A method of a trait that promises other items.

use genfn::generator;

trait Source {
    fn items(&self) -> impl Iterator<Item = String>;
}

struct Numbers;

impl Source for Numbers {
    #[generator]
    fn items(&self) -> impl Iterator<Item = u32> {
        yield_!(1);
    }
}

fn main() {
    let _ = Numbers.items().count();
}
