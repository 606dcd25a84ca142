//! Generators without a heap, as their caller sees them: pinned.

use core::fmt::{self, Debug, Formatter};
use core::future::Future;
use core::panic::Location;
use core::pin::Pin;

use crate::error::{CloseError, SendError, StartError};
use crate::generators::machine::PinnedGenerator;
use crate::generators::size_hint::SizeHint;
use crate::generators::start::Start;
use crate::protocol::coroutine::{Coroutine, write_status};
use crate::protocol::pinned::PinCoroutine;
use crate::state::{CoroutineState, Status};
use crate::step::drive::Driver;
use crate::step::suspension::Protocol;

/// A generator that its caller pins, in a message about one that is not: rustc names this type, and none of
/// those in the generator.
#[doc(hidden)]
pub trait GeneratorPinnedByItsCaller<Y> {}

/// Never: the body is in the generator, and may borrow from itself.
impl<F, Y, S, E, H, D> Unpin for PinnedGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    D: Driver,
    dyn GeneratorPinnedByItsCaller<Y>: Unpin,
{
}

impl<F, A, Body, Y, S, E, H, D> PinCoroutine for PinnedGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    type Yield = Y;
    type Resume = S;
    type Return = Body::Output;
    type Error = E;

    #[inline]
    fn start(self: Pin<&mut Self>) -> Result<CoroutineState<Y, Body::Output>, StartError> {
        self.machine().start()
    }

    #[inline]
    fn send(
        self: Pin<&mut Self>,
        value: S,
    ) -> Result<CoroutineState<Y, Body::Output>, SendError<S>> {
        self.machine().send(value)
    }

    #[inline]
    fn throw(self: Pin<&mut Self>, error: E) -> Result<CoroutineState<Y, Body::Output>, E> {
        self.machine().throw(error)
    }

    #[inline]
    fn close(self: Pin<&mut Self>) -> Result<Option<Body::Output>, CloseError<Y>> {
        self.machine().close()
    }

    #[inline]
    fn status(&self) -> Status {
        self.as_machine().status()
    }

    #[inline]
    fn take_return(self: Pin<&mut Self>) -> Option<Body::Output> {
        self.machine().take_return()
    }

    #[inline]
    fn __step_by_default(self: Pin<&mut Self>) -> Option<Y>
    where
        S: Default,
    {
        self.machine().__step_by_default()
    }

    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        self.as_machine().__size_hint()
    }

    #[inline]
    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        self.as_machine().__suspended_at()
    }
}

impl<F, A, Body, Y, S, E, H, D> Debug for PinnedGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "PinnedGenerator", self.status(), self.__suspended_at())
    }
}
