//! Generators over `Result`s, in which `?` and `return Err(..)` give the last item.
//!
//! The body of such a generator returns `Result<(), X>`. If it returns an error, the generator
//! yields the error as its last item, and ends in the next step.

use alloc::boxed::Box;
use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::future::Future;
use core::iter::FusedIterator;
use core::mem;
use core::panic::Location;
use core::task::Poll;

use crate::delegation::frame::{BodyDelegate, Finish};
use crate::error::{CloseError, SendError, StartError};
use crate::generators::machine::HeapGenerator;
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::generators::start::Start;
use crate::protocol::coroutine::{Coroutine, Generator, write_status};
use crate::state::{CoroutineState, Status};
use crate::step::drive::{Driver, NoDelegates};
use crate::step::slot::Slot;
use crate::step::suspension::{Protocol, PushPermit, Pushed};

/// A generator over `Result`s.
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
pub struct FallibleGenerator<F, Y, S, E, H = Unknown, D = NoDelegates>
where
    F: Start<Protocol<Y, S, E, D>>,
    D: Driver,
{
    /// As in a [`HeapGenerator`].
    _layout_first: [F; 0],
    machine: HeapGenerator<F, Y, S, E, H, D>,
    end: End,
}

/// How far the end of the body has reached the caller.
enum End {
    /// The body has not ended, or the caller knows the end.
    Clear,
    /// The generator has yielded the error of the body. The next step ends the generator.
    Pending,
    /// `next` has ended the generator, and `take_return` was not called since.
    Returned,
}

/// The items are `Result`s.
pub enum OfResults {}

/// Makes a generator of a machine.
pub trait Wrap<Machine> {
    /// The generator.
    type Generator;

    /// Creates the generator over the items of `machine` and its error.
    fn wrap(machine: Machine) -> Self::Generator;
}

impl<F, Y, S, E, H, D> Wrap<HeapGenerator<F, Y, S, E, H, D>> for OfResults
where
    F: Start<Protocol<Y, S, E, D>>,
    D: Driver,
{
    type Generator = FallibleGenerator<F, Y, S, E, H, D>;

    #[inline(always)]
    fn wrap(machine: HeapGenerator<F, Y, S, E, H, D>) -> Self::Generator {
        FallibleGenerator { _layout_first: [], machine, end: End::Clear }
    }
}

/// Creates the generator over the items of `machine` and its error.
#[inline(always)]
pub fn fallible_generator<Kind: Wrap<Machine>, Machine>(machine: Machine) -> Kind::Generator {
    Kind::wrap(machine)
}

impl<F, A, Body, T, X, S, E, H, D> FallibleGenerator<F, Result<T, X>, S, E, H, D>
where
    F: Start<Protocol<Result<T, X>, S, E, D>, Body = Body, Arguments = A>,
    Body: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Driver,
{
    /// Converts a state of the machine into one of the generator.
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

    /// Clears a pending end, and returns whether there was one.
    #[inline(always)]
    fn take_pending_end(&mut self) -> bool {
        let pending_end = matches!(self.end, End::Pending);
        if pending_end {
            self.end = End::Clear;
        }
        pending_end
    }
}

impl<F, A, Body, T, X, S, E, H, D> Coroutine for FallibleGenerator<F, Result<T, X>, S, E, H, D>
where
    F: Start<Protocol<Result<T, X>, S, E, D>, Body = Body, Arguments = A>,
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
    fn __fold_by_default<B, Fold>(mut self, initial: B, mut fold: Fold) -> (B, Option<()>)
    where
        S: Default,
        Fold: FnMut(B, Result<T, X>) -> B,
    {
        if self.take_pending_end() {
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
    fn __push(
        mut self,
        permit: PushPermit<Self, Result<T, X>, S, E, ()>,
        resume: Option<fn() -> S>,
    ) -> Pushed {
        match self.machine.take_body() {
            Some((body, arguments)) => {
                drop(self);
                permit.push(BodyDelegate { body, after: FallibleEnd { pending: false } }, arguments)
            }
            None => permit.push_driven(self, resume),
        }
    }

    #[inline]
    fn __push_boxed(
        self: Box<Self>,
        permit: PushPermit<Self, Result<T, X>, S, E, ()>,
        resume: Option<fn() -> S>,
    ) -> Pushed {
        (*self).__push(permit, resume)
    }
}

/// The end of a body over `Result`s that is a delegate.
struct FallibleEnd {
    /// Whether the error went out as an item, and the next step ends the delegate.
    pending: bool,
}

impl<T, X, S, E> Finish<Result<(), X>, Result<T, X>, S, E> for FallibleEnd {
    type Return = ();

    #[inline]
    fn finish(&mut self, output: Result<(), X>, slot: &mut Slot<Result<T, X>, S, E>) -> Poll<()> {
        match output {
            Ok(()) => Poll::Ready(()),
            Err(error) => {
                self.pending = true;
                slot.put_item(Err(error));
                Poll::Pending
            }
        }
    }

    #[inline]
    fn step_after_end(&mut self, slot: &mut Slot<Result<T, X>, S, E>) -> Option<Poll<()>> {
        self.pending.then(|| match slot.take_sent() {
            Some(_) => Poll::Ready(()),
            None => Poll::Pending,
        })
    }
}

impl<F, A, Body, T, X, S, E, H, D> Iterator for FallibleGenerator<F, Result<T, X>, S, E, H, D>
where
    F: Start<Protocol<Result<T, X>, S, E, D>, Body = Body, Arguments = A>,
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

impl<F, A, Body, T, X, S, E, H, D> FusedIterator for FallibleGenerator<F, Result<T, X>, S, E, H, D>
where
    F: Start<Protocol<Result<T, X>, S, E, D>, Body = Body, Arguments = A>,
    Body: Future<Output = Result<(), X>>,
    S: Default,
    H: SizeHint,
    D: Driver,
{
}

#[diagnostic::do_not_recommend]
impl<F, A, Body, T, X, H, D> Generator for FallibleGenerator<F, Result<T, X>, (), Infallible, H, D>
where
    F: Start<Protocol<Result<T, X>, (), Infallible, D>, Body = Body, Arguments = A>,
    Body: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Driver,
{
}

impl<F, A, Body, T, X, S, E, H, D> Debug for FallibleGenerator<F, Result<T, X>, S, E, H, D>
where
    F: Start<Protocol<Result<T, X>, S, E, D>, Body = Body, Arguments = A>,
    Body: Future<Output = Result<(), X>>,
    H: SizeHint,
    D: Driver,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "Generator", self.status(), self.__suspended_at())
    }
}
