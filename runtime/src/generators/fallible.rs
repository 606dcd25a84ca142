//! Generators whose items are `Result`s: `?` and `return Err(..)` give the last item.
//!
//! The body of such a generator returns `Result<(), X>`. An error that it returns is one more
//! item, and the end comes with the step after it.

use alloc::boxed::Box;
use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::future::Future;
use core::iter::FusedIterator;
use core::mem;
use core::panic::Location;
use core::pin::Pin;
use core::task::Poll;

use crate::delegation::frame::Delegate;
use crate::error::{CloseError, SendError, StartError};
use crate::generators::machine::HeapGenerator;
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::protocol::coroutine::{Coroutine, Generator, write_status};
use crate::state::{CoroutineState, Status};
use crate::step::drive::{Driver, NoDelegates};
use crate::step::slot::Slot;
use crate::step::suspension::{Protocol, SlotPointer};

/// An item type whose error ends the generator.
#[diagnostic::on_unimplemented(
    message = "items whose type is named `Result` have to be `core::result::Result`",
    label = "not `core::result::Result`",
    note = "in a generator over `Result`s, `?` and `return Err(..)` give the last item; for a \
            type of your own of that name, give the signature another name of it"
)]
pub trait FallibleItem {
    /// What a body over such items returns.
    type End;
}

impl<T, X> FallibleItem for Result<T, X> {
    type End = Result<(), X>;
}

/// A generator over `Result`s.
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
pub struct FallibleGenerator<F, Body: Future, Y, S, E, H = Unknown, D = NoDelegates>
where
    D: Driver,
{
    machine: HeapGenerator<F, Body, Y, S, E, H, D>,
    end: End,
}

/// What became of the value that the machine returned.
enum End {
    /// It has not returned, or the end was told.
    Clear,
    /// Its error went out as an item: the next step tells the end.
    Pending,
    /// The end was told by `next`, and `take_return` has not been asked.
    Returned,
}

/// The generator over what `machine` yields and its error.
#[inline(always)]
pub fn fallible_generator<F, Body: Future, Y, S, E, H, D: Driver>(
    machine: HeapGenerator<F, Body, Y, S, E, H, D>,
) -> FallibleGenerator<F, Body, Y, S, E, H, D> {
    FallibleGenerator { machine, end: End::Clear }
}

impl<F, A, Body, T, X, S, E, H, D> FallibleGenerator<F, Body, Result<T, X>, S, E, H, D>
where
    F: FnOnce(Protocol<Result<T, X>, S, E>) -> (Body, A),
    Body: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Driver,
{
    /// The state of the generator, given that of its machine.
    #[inline(always)]
    fn map_state(
        &mut self,
        state: CoroutineState<Result<T, X>, Result<(), X>>,
    ) -> CoroutineState<Result<T, X>> {
        match state {
            CoroutineState::Yielded(item) => CoroutineState::Yielded(item),
            CoroutineState::Complete(Ok(())) => CoroutineState::Complete(()),
            CoroutineState::Complete(Err(error)) => {
                self.end = End::Pending;
                CoroutineState::Yielded(Err(error))
            }
        }
    }

    /// Whether the end was owed, which it is no longer.
    #[inline(always)]
    fn take_pending_end(&mut self) -> bool {
        let pending_end = matches!(self.end, End::Pending);
        if pending_end {
            self.end = End::Clear;
        }
        pending_end
    }
}

impl<F, A, Body, T, X, S, E, H, D> Coroutine
    for FallibleGenerator<F, Body, Result<T, X>, S, E, H, D>
where
    F: FnOnce(Protocol<Result<T, X>, S, E>) -> (Body, A),
    Body: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Driver,
{
    type Yield = Result<T, X>;
    type Resume = S;
    type Return = ();
    type Error = E;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<Result<T, X>>, StartError> {
        match self.end {
            End::Pending => Err(StartError::Started),
            End::Clear | End::Returned => {
                let state = self.machine.start()?;
                Ok(self.map_state(state))
            }
        }
    }

    #[inline]
    fn send(&mut self, value: S) -> Result<CoroutineState<Result<T, X>>, SendError<S>> {
        if self.take_pending_end() {
            return Ok(CoroutineState::Complete(()));
        }
        let state = self.machine.send(value)?;
        Ok(self.map_state(state))
    }

    #[inline]
    fn throw(&mut self, error: E) -> Result<CoroutineState<Result<T, X>>, E> {
        self.take_pending_end();
        let state = self.machine.throw(error)?;
        Ok(self.map_state(state))
    }

    #[inline]
    fn close(&mut self) -> Result<Option<()>, CloseError<Result<T, X>>> {
        self.take_pending_end();
        match self.machine.close()? {
            None => Ok(None),
            Some(Ok(())) => Ok(Some(())),
            Some(Err(error)) => {
                self.end = End::Pending;
                Err(CloseError::new(Err(error)))
            }
        }
    }

    #[inline]
    fn status(&self) -> Status {
        match self.end {
            End::Pending => Status::Suspended,
            End::Clear | End::Returned => self.machine.status(),
        }
    }

    #[inline]
    fn take_return(&mut self) -> Option<()> {
        match mem::replace(&mut self.end, End::Clear) {
            End::Returned => Some(()),
            other => {
                self.end = other;
                None
            }
        }
    }

    #[inline]
    fn __step_by_default(&mut self) -> Option<Result<T, X>>
    where
        S: Default,
    {
        if let Some(item) = self.machine.next() {
            return Some(item);
        }
        if self.take_pending_end() {
            self.end = End::Returned;
            return None;
        }
        match self.machine.take_return()? {
            Ok(()) => {
                self.end = End::Returned;
                None
            }
            Err(error) => {
                self.end = End::Pending;
                Some(Err(error))
            }
        }
    }

    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        self.machine.__size_hint()
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    #[inline]
    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        self.machine.__suspended_at()
    }

    #[inline(always)]
    unsafe fn __push(
        mut self,
        pointer: SlotPointer<Result<T, X>, S, E>,
        resume: Option<fn() -> S>,
    ) {
        match self.machine.take_body() {
            Some((body, arguments)) => {
                drop(self);
                // SAFETY: this function's own contract; both return `()`.
                unsafe { pointer.push(FallibleBody { body, pending_end: false }, arguments) };
            }
            // SAFETY: this function's own contract.
            None => unsafe { pointer.push_driven(self, resume) },
        }
    }

    #[inline]
    unsafe fn __push_boxed(
        self: Box<Self>,
        pointer: SlotPointer<Result<T, X>, S, E>,
        resume: Option<fn() -> S>,
    ) {
        // SAFETY: this function's own contract.
        unsafe { (*self).__push(pointer, resume) };
    }
}

/// The body of a generator over `Result`s, as a delegate.
struct FallibleBody<Body> {
    body: Body,
    /// Whether its error went out as an item, and the end is yet to be told.
    pending_end: bool,
}

impl<Body, T, X, S, E> Delegate<Result<T, X>, S, E> for FallibleBody<Body>
where
    Body: Future<Output = Result<(), X>>,
{
    type Return = ();

    #[inline]
    unsafe fn step(self: Pin<&mut Self>, slot: &mut Slot<Result<T, X>, S, E>) -> Poll<()> {
        // SAFETY: the body is pinned where this is, and never moved; the flag is not pinned.
        let Self { body, pending_end } = unsafe { self.get_unchecked_mut() };
        if *pending_end {
            return match slot.take_sent() {
                Some(_) => Poll::Ready(()),
                None => Poll::Pending,
            };
        }
        // SAFETY: the body is pinned where this is.
        let body = unsafe { Pin::new_unchecked(body) };
        // SAFETY: this function's own contract.
        match unsafe { slot.poll(body) } {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok(())) => Poll::Ready(()),
            Poll::Ready(Err(error)) => {
                *pending_end = true;
                slot.put_item(Err(error));
                Poll::Pending
            }
        }
    }
}

impl<F, A, Body, T, X, S, E, H, D> Iterator for FallibleGenerator<F, Body, Result<T, X>, S, E, H, D>
where
    F: FnOnce(Protocol<Result<T, X>, S, E>) -> (Body, A),
    Body: Future<Output = Result<(), X>>,
    S: Default,
    H: SizeHint,
    D: Driver,
{
    type Item = Result<T, X>;

    #[inline]
    fn next(&mut self) -> Option<Result<T, X>> {
        self.__step_by_default()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.__size_hint()
    }

    #[inline]
    fn fold<B, Fold: FnMut(B, Result<T, X>) -> B>(self, initial: B, mut fold: Fold) -> B {
        let (folded, returned) = self.machine.fold_to_return(initial, &mut fold);
        match returned {
            Some(Err(error)) => fold(folded, Err(error)),
            Some(Ok(())) | None => folded,
        }
    }
}

impl<F, A, Body, T, X, S, E, H, D> FusedIterator
    for FallibleGenerator<F, Body, Result<T, X>, S, E, H, D>
where
    F: FnOnce(Protocol<Result<T, X>, S, E>) -> (Body, A),
    Body: Future<Output = Result<(), X>>,
    S: Default,
    H: SizeHint,
    D: Driver,
{
}

#[diagnostic::do_not_recommend]
impl<F, A, Body, T, X, H, D> Generator
    for FallibleGenerator<F, Body, Result<T, X>, (), Infallible, H, D>
where
    F: FnOnce(Protocol<Result<T, X>, (), Infallible>) -> (Body, A),
    Body: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Driver,
{
}

impl<F, A, Body, T, X, S, E, H, D> Debug for FallibleGenerator<F, Body, Result<T, X>, S, E, H, D>
where
    F: FnOnce(Protocol<Result<T, X>, S, E>) -> (Body, A),
    Body: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Driver,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "Generator", self.status(), self.__suspended_at())
    }
}
