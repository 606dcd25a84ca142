//! What a generator in place captures is not `Send`, in its other forms.

use std::cell::Cell;
use std::rc::Rc;

use genfn::{Coroutine, gen_};

fn send<T: Send>(generator: T) -> T {
    generator
}

fn main() {
    let shared = Rc::new(1);
    let coroutine = gen_! { -> impl Coroutine<Yield = u32, Return = u32> {
        yield_!(*shared);
        1
    } };
    let _ = send(coroutine).count();

    let cell = Cell::new(1);
    let cell = &cell;
    let delegating = gen_! {
        yield_!(cell.get());
        yield_from!(0..3);
    };
    let _ = send(delegating).count();

    let text = Rc::new(String::new());
    let results = gen_! { -> impl Iterator<Item = Result<u32, String>> {
        let number: u32 = text.parse().map_err(|_| String::new())?;
        yield_!(Ok(number));
    } };
    let _ = send(results).count();
}
