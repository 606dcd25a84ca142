//! What a stream in place captures is not `Send`.

use std::rc::Rc;

use genfn::async_gen;

fn send<T: Send>(stream: T) -> T {
    stream
}

fn main() {
    let shared = Rc::new(1);
    let counts = async_gen! { yield_!(*shared); };
    drop(send(counts));

    let name = Rc::new(String::new());
    let delegating = async_gen! { -> impl futures::Stream<Item = u32> {
        yield_!(1);
        yield_from!(name.parse::<u32>());
    } };
    drop(send(delegating));
}
