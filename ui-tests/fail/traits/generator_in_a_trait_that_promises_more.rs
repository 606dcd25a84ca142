//! A method of a trait that promises `Send`, which the generator is not.

use std::rc::Rc;

use genfn::generator;

trait Source {
    fn items(&self) -> impl Iterator<Item = u32> + Send;
}

struct Shared;

impl Source for Shared {
    #[generator]
    fn items(&self) -> impl Iterator<Item = u32> {
        let shared = Rc::new(1);
        yield_!(*shared);
        drop(shared);
    }
}

fn main() {
    let _: u32 = Shared.items().sum();
}
