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

use crate::coroutine::write_status;
use crate::drive::{Delegates, OnlyYields};
use crate::frame::Delegate;
use crate::machine::GeneratorObject;
use crate::size_hint::{SizeHint, Unknown};
use crate::slot::{Slot, SlotPointer, Token};
use crate::{CloseError, Coroutine, CoroutineState, Generator, SendError, StartError, Status};

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
pub struct FallibleGenerator<F, Frame: Future, Y, S, E, H = Unknown, D = OnlyYields>
where
    D: Delegates,
{
    machine: GeneratorObject<F, Frame, Y, S, E, H, D>,
    end: End,
}

/// What became of the value that the machine returned.
enum End {
    /// It has not returned, or the end was told.
    Clear,
    /// Its error went out as an item: the next step tells the end.
    Owed,
    /// The end was told by `next`, and `take_return` has not been asked.
    Returned,
}

/// The generator over what `machine` yields and its error.
#[inline(always)]
pub fn fallible_generator<F, Frame: Future, Y, S, E, H, D: Delegates>(
    machine: GeneratorObject<F, Frame, Y, S, E, H, D>,
) -> FallibleGenerator<F, Frame, Y, S, E, H, D> {
    FallibleGenerator { machine, end: End::Clear }
}

impl<F, A, Frame, T, X, S, E, H, D> FallibleGenerator<F, Frame, Result<T, X>, S, E, H, D>
where
    F: FnOnce(Token<Result<T, X>, S, E>) -> (Frame, A),
    Frame: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Delegates,
{
    /// The state of the generator, given that of its machine.
    #[inline(always)]
    fn told(
        &mut self,
        state: CoroutineState<Result<T, X>, Result<(), X>>,
    ) -> CoroutineState<Result<T, X>> {
        match state {
            CoroutineState::Yielded(item) => CoroutineState::Yielded(item),
            CoroutineState::Complete(Ok(())) => CoroutineState::Complete(()),
            CoroutineState::Complete(Err(error)) => {
                self.end = End::Owed;
                CoroutineState::Yielded(Err(error))
            }
        }
    }

    /// Whether the end was owed, which it is no longer.
    #[inline(always)]
    fn settle(&mut self) -> bool {
        let owed = matches!(self.end, End::Owed);
        if owed {
            self.end = End::Clear;
        }
        owed
    }
}

impl<F, A, Frame, T, X, S, E, H, D> Coroutine
    for FallibleGenerator<F, Frame, Result<T, X>, S, E, H, D>
where
    F: FnOnce(Token<Result<T, X>, S, E>) -> (Frame, A),
    Frame: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Delegates,
{
    type Yield = Result<T, X>;
    type Resume = S;
    type Return = ();
    type Error = E;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<Result<T, X>>, StartError> {
        match self.end {
            End::Owed => Err(StartError::Started),
            End::Clear | End::Returned => {
                let state = self.machine.start()?;
                Ok(self.told(state))
            }
        }
    }

    #[inline]
    fn send(&mut self, value: S) -> Result<CoroutineState<Result<T, X>>, SendError<S>> {
        if self.settle() {
            return Ok(CoroutineState::Complete(()));
        }
        let state = self.machine.send(value)?;
        Ok(self.told(state))
    }

    #[inline]
    fn throw(&mut self, error: E) -> Result<CoroutineState<Result<T, X>>, E> {
        self.settle();
        let state = self.machine.throw(error)?;
        Ok(self.told(state))
    }

    #[inline]
    fn close(&mut self) -> Result<Option<()>, CloseError<Result<T, X>>> {
        self.settle();
        match self.machine.close()? {
            None => Ok(None),
            Some(Ok(())) => Ok(Some(())),
            Some(Err(error)) => {
                self.end = End::Owed;
                Err(CloseError::new(Err(error)))
            }
        }
    }

    #[inline]
    fn status(&self) -> Status {
        match self.end {
            End::Owed => Status::Suspended,
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
        if self.settle() {
            self.end = End::Returned;
            return None;
        }
        match self.machine.take_return()? {
            Ok(()) => {
                self.end = End::Returned;
                None
            }
            Err(error) => {
                self.end = End::Owed;
                Some(Err(error))
            }
        }
    }

    #[inline]
    fn __fold_by_default<B, Fold>(mut self, initial: B, mut fold: Fold) -> (B, Option<()>)
    where
        S: Default,
        Fold: FnMut(B, Result<T, X>) -> B,
    {
        if self.settle() {
            return (initial, Some(()));
        }
        if let Some(returned) = self.take_return() {
            return (initial, Some(returned));
        }
        match self.machine.fold_to_return(initial, &mut fold) {
            (folded, Some(Err(error))) => (fold(folded, Err(error)), Some(())),
            (folded, Some(Ok(()))) => (folded, Some(())),
            (folded, None) => (folded, None),
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
                unsafe { pointer.push(FallibleBody { body, owed: false }, arguments) };
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
struct FallibleBody<Frame> {
    body: Frame,
    /// Whether its error went out as an item, and the end is yet to be told.
    owed: bool,
}

impl<Frame, T, X, S, E> Delegate<Result<T, X>, S, E> for FallibleBody<Frame>
where
    Frame: Future<Output = Result<(), X>>,
{
    type Return = ();

    #[inline]
    unsafe fn step(self: Pin<&mut Self>, slot: &mut Slot<Result<T, X>, S, E>) -> Poll<()> {
        // SAFETY: the body is pinned where this is, and never moved; the flag is not pinned.
        let Self { body, owed } = unsafe { self.get_unchecked_mut() };
        if *owed {
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
                *owed = true;
                slot.put_item(Err(error));
                Poll::Pending
            }
        }
    }
}

impl<F, A, Frame, T, X, S, E, H, D> Iterator
    for FallibleGenerator<F, Frame, Result<T, X>, S, E, H, D>
where
    F: FnOnce(Token<Result<T, X>, S, E>) -> (Frame, A),
    Frame: Future<Output = Result<(), X>>,
    S: Default,
    H: SizeHint,
    D: Delegates,
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

impl<F, A, Frame, T, X, S, E, H, D> FusedIterator
    for FallibleGenerator<F, Frame, Result<T, X>, S, E, H, D>
where
    F: FnOnce(Token<Result<T, X>, S, E>) -> (Frame, A),
    Frame: Future<Output = Result<(), X>>,
    S: Default,
    H: SizeHint,
    D: Delegates,
{
}

#[diagnostic::do_not_recommend]
impl<F, A, Frame, T, X, H, D> Generator
    for FallibleGenerator<F, Frame, Result<T, X>, (), Infallible, H, D>
where
    F: FnOnce(Token<Result<T, X>, (), Infallible>) -> (Frame, A),
    Frame: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Delegates,
{
}

impl<F, A, Frame, T, X, S, E, H, D> Debug for FallibleGenerator<F, Frame, Result<T, X>, S, E, H, D>
where
    F: FnOnce(Token<Result<T, X>, S, E>) -> (Frame, A),
    Frame: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Delegates,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "Generator", self.status(), self.__suspended_at())
    }
}
