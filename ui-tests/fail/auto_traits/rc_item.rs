//! `Send` promised by a generator that is sent what is not `Send`.

use std::rc::Rc;

use genfn::{Coroutine, generator};

#[generator]
fn shared() -> impl Coroutine<Yield = u32, Resume = Rc<u32>> + Send {
    let first = yield_!(1);
    yield_!(*first);
    drop(first);
}

fn main() {
    let _ = shared().start();
}
