//! Generators without a heap: their caller pins them.
//!
//! What such a function returns is a machine with its body in itself, behind the methods that take it
//! pinned.

use core::fmt::{self, Debug, Formatter};
use core::future::Future;
use core::panic::Location;
use core::pin::Pin;

use crate::error::{CloseError, SendError, StartError};
use crate::generators::machine::InlineGenerator;
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::protocol::coroutine::{Coroutine, write_status};
use crate::protocol::pinned::PinCoroutine;
use crate::state::{CoroutineState, Status};
use crate::step::drive::{Driver, NoDelegates};
use crate::step::suspension::{Promise, Protocol};

/// A generator that its caller pins.
#[must_use = "a generator does nothing until it is started: pin it with `genfn::pin!` and step it"]
pub struct PinnedGenerator<F, Body: Future, Y, S, E, H = Unknown, D = NoDelegates>
where
    D: Driver,
{
    /// With its body in itself, it is pinned with this.
    machine: InlineGenerator<F, Body, Y, S, E, H, D>,
}

impl<F, A, Body, Y, S, E, D> PinnedGenerator<F, Body, Y, S, E, Unknown, D>
where
    F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
    Body: Future,
    D: Driver,
{
    /// A generator that runs the body which `start` makes.
    ///
    /// What is promised is as for `InlineGenerator::new`; that it is not moved is up to whoever pins it.
    #[inline(always)]
    pub(crate) fn new(promise: Promise, start: F) -> Self {
        Self { machine: InlineGenerator::new(promise, start) }
    }

    /// The same generator with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(
        self,
        size_hint: H,
    ) -> PinnedGenerator<F, Body, Y, S, E, H, D> {
        // It has not been pinned yet, since it can be moved.
        PinnedGenerator { machine: self.machine.with_size_hint(size_hint) }
    }
}

impl<F, A, Body, Y, S, E, H, D> PinnedGenerator<F, Body, Y, S, E, H, D>
where
    F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    /// The machine, which stays where it is.
    #[inline(always)]
    fn machine(self: Pin<&mut Self>) -> &mut InlineGenerator<F, Body, Y, S, E, H, D> {
        // SAFETY: it is only stepped by whoever uses this, and never moved. It has no destructor but
        // its own, which drops the body where it is.
        unsafe { &mut self.get_unchecked_mut().machine }
    }
}

impl<F, A, Body, Y, S, E, H, D> PinCoroutine for PinnedGenerator<F, Body, Y, S, E, H, D>
where
    F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
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
        self.machine.status()
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
        self.machine.__size_hint()
    }

    #[inline]
    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        self.machine.__suspended_at()
    }
}

impl<F, A, Body, Y, S, E, H, D> Debug for PinnedGenerator<F, Body, Y, S, E, H, D>
where
    F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "PinnedGenerator", self.status(), self.__suspended_at())
    }
}
