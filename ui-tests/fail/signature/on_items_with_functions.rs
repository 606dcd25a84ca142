//! The attribute on an `impl`, a trait and a module whose functions yield.

use genfn::generator;

struct Bag(Vec<u32>);

#[generator]
impl Bag {
    fn all(&self) -> impl Iterator<Item = u32> {
        for x in &self.0 {
            yield_!(*x);
        }
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

#[generator]
trait Countdown {
    fn count_down(self) -> Box<dyn Iterator<Item = u32>>
    where
        Self: Sized,
    {
        yield_!(1);
    }
}

#[generator]
mod numbers {
    pub fn all() -> impl Iterator<Item = u32> {
        yield_!(1);
    }
}

impl Countdown for u32 {}

fn main() {
    let bag = Bag(vec![1]);
    let _ = bag.len() + bag.all().chain(1.count_down()).chain(numbers::all()).count();
}
