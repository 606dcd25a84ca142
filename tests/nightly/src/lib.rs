//! Programs with unstable features that do not compile, each beside one that does.
//!
//! `reuse`, of `fn_delegation`, writes a method with the signature of the trait, though a type in it has no
//! name. It does so here:
//!
//! ```
//! #![feature(fn_delegation)]
//! #![allow(incomplete_features)]
#![doc = liar!("reuse Coroutine::__size_hint { BoxGenerator::<u32>::new(numbers()) }")]
//! ```
//!
//! But it cannot push another coroutine than the one that a body delegates to:
//!
//! ```compile_fail,E0308
//! #![feature(fn_delegation)]
//! #![allow(incomplete_features)]
#![doc = liar!("reuse Coroutine::__push { let _ = self; numbers() }")]
//! ```
//!
//! ```compile_fail,E0308
//! #![feature(fn_delegation)]
//! #![allow(incomplete_features)]
#![doc = liar!("reuse Coroutine::__push_boxed { let _ = self; Box::new(numbers()) }")]
//! ```
//!
//! nor return without a push:
//!
//! ```compile_fail,E0069
//! #![feature(fn_delegation)]
//! #![allow(incomplete_features)]
#![doc = liar!("reuse Coroutine::__push { if true { return; } self }")]
//! ```
//!
//! Nor does an opaque type stand for the permit and the proof of the push:
//!
//! ```compile_fail,E0053
//! #![feature(type_alias_impl_trait)]
//! type Permit = impl Sized;
//! type Pushed = impl Sized;
#![doc = liar!(
    "#[define_opaque(Permit, Pushed)]
    fn __push(self, permit: Permit, _: Option<fn()>) -> Pushed { std::mem::forget(permit); }"
)]
//! ```
//!
//! What a trait object is pushed by has no name:
//!
//! ```compile_fail,E0407
//! #![feature(fn_delegation)]
//! #![allow(incomplete_features)]
#![doc = liar!("reuse Coroutine::push_erased_of_the_generator { Box::new(numbers()) }")]
//! ```

/// The implementation of a coroutine with the method `$method` besides, which a body delegates to.
macro_rules! liar {
    ($method:literal) => {
        concat!(
            "use std::convert::Infallible;

use genfn::{
    BoxGenerator, CloseError, Coroutine, CoroutineState, SendError, StartError, Status, generator,
};

#[generator]
fn numbers() -> impl Iterator<Item = u32> + Send {
    yield_!(1);
}

struct Liar;

impl Coroutine for Liar {
    type Yield = u32;
    type Resume = ();
    type Return = ();
    type Error = Infallible;

    fn start(&mut self) -> Result<CoroutineState<u32, ()>, StartError> {
        Ok(CoroutineState::Complete(()))
    }

    fn send(&mut self, (): ()) -> Result<CoroutineState<u32, ()>, SendError<()>> {
        Err(SendError::Finished(()))
    }

    fn throw(&mut self, error: Infallible) -> Result<CoroutineState<u32, ()>, Infallible> {
        match error {}
    }

    fn close(&mut self) -> Result<Option<()>, CloseError<u32>> {
        Ok(None)
    }

    fn status(&self) -> Status {
        Status::Created
    }

    fn take_return(&mut self) -> Option<()> {
        None
    }

    ",
            $method,
            "
}

#[generator]
fn outer() -> impl Iterator<Item = u32> {
    yield_from!(Liar);
}

fn main() {
    assert_eq!(outer().next(), None);
}
"
        )
    };
}
use liar;
