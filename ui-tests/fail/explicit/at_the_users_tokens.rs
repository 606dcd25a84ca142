//! Errors of rustc in a body that becomes a step.

use genfn::{Coroutine, generator};

#[generator(state)]
fn returns_nothing() -> impl Coroutine<Yield = u32, Return = String> {
    yield_!(1);
}

#[generator(state)]
fn no_value() -> impl Iterator<Item = u32> {
    yield_!();
}

#[generator(state)]
fn not_shown(count: u32) -> impl Iterator<Item = u32> {
    println!("{}", yield_!(count));
}

struct Queue(Vec<u32>);

impl Queue {
    #[generator(state)]
    fn items(mut self) -> impl Iterator<Item = u32> + Clone {
        while let Some(item) = self.0.pop() {
            yield_!(item);
        }
    }
}

fn main() {
    drop(returns_nothing());
    no_value().count();
    not_shown(1).count();
    Queue(Vec::new()).items().count();
}
