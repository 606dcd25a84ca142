//! A coroutine written by hand that lacks methods.

use std::convert::Infallible;

use genfn::{Coroutine, CoroutineState, StartError};

struct Numbers;

impl Coroutine for Numbers {
    type Yield = u32;
    type Resume = ();
    type Return = ();
    type Error = Infallible;

    fn start(&mut self) -> Result<CoroutineState<u32>, StartError> {
        Ok(CoroutineState::Complete(()))
    }
}

fn main() {
    let _ = Numbers.start();
}
