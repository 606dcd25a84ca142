//! A generator that calls itself: a stack of its own states.
//!
//! ```text
//! yield_from!(f(..))        Output::Call(State::Start { .. })
//!     the machine           puts the state on the stack, and goes on with the one that was called
//!     the callee returns    takes the caller's state from the stack, which goes on with the value
//! ```
//!
//! A step costs the same at any depth. A call that is the last thing a body does replaces its state.

use alloc::vec::Vec;
use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem;
use core::panic::Location;

use crate::error::{CloseError, SendError, StartError};
use crate::explicit::parts::{status, suspended_at};
use crate::explicit::state::{ExplicitState, Input, Output, Point, lost};
use crate::generators::size_hint::{SizeHint, Unknown, believable};
use crate::protocol::coroutine::write_status;
use crate::protocol::coroutine::{Coroutine, Generator};
use crate::state::{CoroutineState, Interrupt, Status};

/// The states of the callers, the last one on top. They are dropped from the top.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Callers<T>(Vec<T>);

impl<T> Drop for Callers<T> {
    #[inline]
    fn drop(&mut self) {
        while mem::needs_drop::<T>() {
            let Some(caller) = self.0.pop() else { break };
            // Should its destructor panic, the others follow from the top as well.
            let rest = Callers(mem::take(&mut self.0));
            drop(caller);
            self.0 = rest.into_states();
        }
    }
}

/// Drops the callers when a step panics.
struct OnPanic<'c, T>(&'c mut Callers<T>);

impl<T> Drop for OnPanic<'_, T> {
    #[cold]
    fn drop(&mut self) {
        drop(mem::take(self.0));
    }
}

impl<T> Default for Callers<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// As a list, the outermost caller first.
impl<T: Debug> Debug for Callers<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for Callers<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Callers<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}

impl<T> Callers<T> {
    /// No callers.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Puts a caller on top.
    #[inline(always)]
    fn push(&mut self, caller: T) {
        if self.0.len() < self.0.capacity() {
            self.0.push(caller);
        } else {
            *self = mem::take(self).grown(caller);
        }
    }

    /// The callers with one more, for which there is no space yet. They are passed by value: so LLVM keeps those of
    /// a generator in registers.
    #[cold]
    #[inline(never)]
    fn grown(mut self, caller: T) -> Self {
        self.0.push(caller);
        self
    }

    #[inline]
    fn into_states(mut self) -> Vec<T> {
        mem::take(&mut self.0)
    }
}

/// A generator that holds its state, and those of its callers, as plain values.
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
pub struct RecursiveGenerator<T, F, Y, S, R, E, H = Unknown> {
    pub(super) state: T,
    pub(super) callers: Callers<T>,
    /// What the body returned to `next`, for `take_return`.
    pub(super) returned: Option<R>,
    pub(super) size_hint: H,
    step: F,
    types: PhantomData<fn(S, E) -> Y>,
}

/// The generator that begins in `state` and goes on with `step`.
#[inline(always)]
pub fn recursive_generator<Y, S, R, E, T, F>(
    state: T,
    step: F,
) -> RecursiveGenerator<T, F, Y, S, R, E>
where
    F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
{
    RecursiveGenerator {
        state,
        callers: Callers::new(),
        returned: None,
        size_hint: Unknown,
        step,
        types: PhantomData,
    }
}

impl<T, F, Y, S, R, E> RecursiveGenerator<T, F, Y, S, R, E> {
    /// The same generator with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(
        self,
        size_hint: H,
    ) -> RecursiveGenerator<T, F, Y, S, R, E, H> {
        let Self { state, callers, returned, size_hint: Unknown, step, types } = self;
        RecursiveGenerator { state, callers, returned, size_hint, step, types }
    }
}

/// What became of a step.
enum Ran<Y, R, E> {
    State(CoroutineState<Y, R>),
    Uncaught(Interrupt<E>),
    Ignored(Y),
}

/// What a generator that calls itself consists of, and its step.
pub struct RecursiveParts<'g, T, R, H, F> {
    /// Where the innermost body is suspended, and what it holds.
    pub state: &'g mut T,
    /// The states of those that have called it.
    pub callers: &'g mut Callers<T>,
    /// What the body returned to `next`, for `take_return`.
    pub returned: &'g mut Option<R>,
    /// What is known of the number of items.
    pub size_hint: H,
    /// Runs a body on.
    pub step: F,
}

impl<T: ExplicitState, R, H: SizeHint, F> RecursiveParts<'_, T, R, H, F> {
    /// Runs the bodies to the next yield or the end of the first one.
    ///
    /// Should a body panic, the callers are dropped behind it. A callee that yields although it was told
    /// to close ends all of them, unless the generator `stays` then as it is; if it returns, its caller is told
    /// to close ([PEP 380]).
    ///
    /// [PEP 380]: https://peps.python.org/pep-0380/
    #[inline]
    fn run<Y, S, E>(&mut self, mut input: Input<S, E, R>, stays: bool) -> Ran<Y, R, E>
    where
        F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    {
        // What ends them outlives what they hold, also where a destructor panics.
        let ignored;
        let mut uncaught;
        let callers = OnPanic(self.callers);
        let mut state = self.state.taken();
        // How many callers the body has that was told to close.
        let mut closing = match input {
            Input::Closed => Some(callers.0.0.len()),
            _ => None,
        };
        let ran = loop {
            let output = 'step: {
                match (self.step)(&mut state, input) {
                    Output::Call(callee) => callers.0.push(mem::replace(&mut state, callee)),
                    Output::TailCall(callee) => state = callee,
                    other => break 'step other,
                }
                Self::called(&self.step, &mut state, callers.0)
            };
            match output {
                Output::Yielded(item) | Output::Failed(item)
                    if closing.is_some_and(|depth| depth > 0) =>
                {
                    ignored = item;
                    if !stays {
                        state.finish();
                        drop(mem::take(callers.0));
                    }
                    break Ran::Ignored(ignored);
                }
                Output::Yielded(item) => {
                    if H::COUNTS {
                        self.size_hint.count_down();
                    }
                    break Ran::State(CoroutineState::Yielded(item));
                }
                Output::Complete(_) if closing == Some(callers.0.0.len()) && closing != Some(0) => {
                    let Some(caller) = Self::caught(callers.0) else {
                        break Ran::Uncaught(Interrupt::Closed);
                    };
                    state = caller;
                    closing = Some(callers.0.0.len());
                    input = Input::Closed;
                }
                Output::Complete(returned) => match callers.0.0.pop() {
                    Some(caller) => {
                        state = caller;
                        input = Input::Returned(returned);
                    }
                    None => break Ran::State(CoroutineState::Complete(returned)),
                },
                Output::Failed(item) => {
                    state.fail();
                    // The last item of this call: its callers go on.
                    if H::COUNTS {
                        self.size_hint.count_down();
                    }
                    break Ran::State(CoroutineState::Yielded(item));
                }
                Output::Uncaught(interrupt) => {
                    uncaught = interrupt;
                    state.finish();
                    let Some(caller) = Self::caught(callers.0) else {
                        break Ran::Uncaught(uncaught);
                    };
                    state = caller;
                    if matches!(uncaught, Interrupt::Closed) {
                        closing = Some(callers.0.0.len());
                    }
                    input = uncaught.into();
                }
                Output::Ignored(item) => {
                    ignored = item;
                    if !stays {
                        state.finish();
                        drop(mem::take(callers.0));
                    }
                    break Ran::Ignored(ignored);
                }
                Output::Finished | Output::Call(_) | Output::TailCall(_) => lost(),
            }
        };
        mem::forget(callers);
        // It is finished while a step runs, and holds nothing.
        mem::forget(mem::replace(self.state, state));
        ran
    }

    /// Runs a body that was called, and those that it calls.
    ///
    /// This copy of the step begins at its first statement. In one loop over both LLVM would not find that out.
    #[inline(always)]
    fn called<Y, S, E>(step: &F, state: &mut T, callers: &mut Callers<T>) -> Output<Y, R, E, T>
    where
        F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    {
        loop {
            match step(state, Input::Start) {
                Output::Call(callee) => callers.push(mem::replace(state, callee)),
                Output::TailCall(callee) => *state = callee,
                other => break other,
            }
        }
    }

    /// Ends the callers up to one that catches what leaves a call.
    fn caught(callers: &mut Callers<T>) -> Option<T> {
        while let Some(caller) = callers.0.pop() {
            if caller.point() == Point::CatchingCall {
                return Some(caller);
            }
            drop(caller);
        }
        None
    }

    /// Passes an error or a close to the innermost body, and then to each one outside of it.
    #[inline]
    fn interrupt<Y, S, E>(&mut self, interrupt: Interrupt<E>, stays: bool) -> Ran<Y, R, E>
    where
        F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    {
        if self.state.point() != Point::Catching {
            let mut callers = Callers(mem::take(&mut self.callers.0));
            self.state.finish();
            let caught = Self::caught(&mut callers);
            mem::swap(&mut self.callers.0, &mut callers.0);
            let Some(caller) = caught else {
                return Ran::Uncaught(interrupt);
            };
            *self.state = caller;
        }
        self.run(interrupt.into(), stays)
    }

    /// [`Coroutine::start`].
    ///
    /// # Errors
    ///
    /// As there.
    #[inline]
    pub fn start<Y, S, E>(mut self) -> Result<CoroutineState<Y, R>, StartError>
    where
        F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    {
        match status(self.state) {
            Status::Created => match self.run(Input::Start, false) {
                Ran::State(state) => Ok(state),
                Ran::Uncaught(_) | Ran::Ignored(_) => lost(),
            },
            Status::Suspended => Err(StartError::Started),
            Status::Finished => Err(StartError::Finished),
        }
    }

    /// [`Coroutine::send`].
    ///
    /// # Errors
    ///
    /// As there.
    #[inline]
    pub fn send<Y, S, E>(mut self, value: S) -> Result<CoroutineState<Y, R>, SendError<S>>
    where
        F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    {
        match status(self.state) {
            Status::Suspended => match self.run(Input::Sent(value), false) {
                Ran::State(state) => Ok(state),
                Ran::Uncaught(_) | Ran::Ignored(_) => lost(),
            },
            Status::Created => Err(SendError::NotStarted(value)),
            Status::Finished => Err(SendError::Finished(value)),
        }
    }

    /// [`Coroutine::throw`].
    ///
    /// # Errors
    ///
    /// As there.
    #[inline]
    pub fn throw<Y, S, E>(mut self, error: E) -> Result<CoroutineState<Y, R>, E>
    where
        F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    {
        if status(self.state) == Status::Finished {
            return Err(error);
        }
        match self.interrupt(Interrupt::Thrown(error), false) {
            Ran::State(state) => Ok(state),
            Ran::Uncaught(Interrupt::Thrown(error)) => Err(error),
            Ran::Uncaught(Interrupt::Closed) | Ran::Ignored(_) => lost(),
        }
    }

    /// [`Coroutine::close`].
    ///
    /// # Errors
    ///
    /// As there.
    #[inline]
    pub fn close<Y, S, E>(self) -> Result<Option<R>, CloseError<Y>>
    where
        F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    {
        self.close_as(false)
    }

    /// [`close`](Self::close), for a delegator that drops the generator if it yields instead.
    ///
    /// # Errors
    ///
    /// As there.
    #[inline]
    pub fn close_delegate<Y, S, E>(self) -> Result<Option<R>, CloseError<Y>>
    where
        F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    {
        self.close_as(true)
    }

    #[inline]
    fn close_as<Y, S, E>(mut self, stays: bool) -> Result<Option<R>, CloseError<Y>>
    where
        F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    {
        if status(self.state) == Status::Finished {
            return Ok(None);
        }
        match self.interrupt(Interrupt::Closed, stays) {
            Ran::State(CoroutineState::Complete(returned)) => Ok(Some(returned)),
            Ran::State(CoroutineState::Yielded(item)) | Ran::Ignored(item) => {
                Err(CloseError::new(item))
            }
            Ran::Uncaught(_) => Ok(None),
        }
    }

    /// `Iterator::next`.
    #[inline]
    pub fn step_by_default<Y, S: Default, E>(mut self) -> Option<Y>
    where
        F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    {
        let input = match status(self.state) {
            Status::Created => Input::Start,
            Status::Suspended => Input::Sent(S::default()),
            Status::Finished => return None,
        };
        match self.run(input, false) {
            Ran::State(CoroutineState::Yielded(item)) => Some(item),
            Ran::State(CoroutineState::Complete(returned)) => {
                *self.returned = Some(returned);
                None
            }
            Ran::Uncaught(_) | Ran::Ignored(_) => lost(),
        }
    }
}

impl<S, E, R> From<Interrupt<E>> for Input<S, E, R> {
    #[inline(always)]
    fn from(interrupt: Interrupt<E>) -> Self {
        match interrupt {
            Interrupt::Thrown(error) => Self::Thrown(error),
            Interrupt::Closed => Self::Closed,
        }
    }
}

impl<T, F, Y, S, R, E, H> RecursiveGenerator<T, F, Y, S, R, E, H> {
    #[inline(always)]
    fn parts(&mut self) -> RecursiveParts<'_, T, R, &mut H, &F> {
        RecursiveParts {
            state: &mut self.state,
            callers: &mut self.callers,
            returned: &mut self.returned,
            size_hint: &mut self.size_hint,
            step: &self.step,
        }
    }
}

/// `Iterator::size_hint`.
#[inline]
pub fn recursive_size_hint<T: ExplicitState, H: SizeHint>(
    state: &T,
    callers: &Callers<T>,
    hint: &H,
) -> (usize, Option<usize>) {
    match state.point() {
        Point::Finished => (0, Some(0)),
        Point::Failed if callers.0.is_empty() => (0, Some(0)),
        _ => hint.get(),
    }
}

impl<T, F, Y, S, R, E, H> Coroutine for RecursiveGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    H: SizeHint,
{
    type Yield = Y;
    type Resume = S;
    type Return = R;
    type Error = E;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<Y, R>, StartError> {
        self.parts().start()
    }

    #[inline]
    fn send(&mut self, value: S) -> Result<CoroutineState<Y, R>, SendError<S>> {
        self.parts().send(value)
    }

    #[inline]
    fn throw(&mut self, error: E) -> Result<CoroutineState<Y, R>, E> {
        self.parts().throw(error)
    }

    #[inline]
    fn close(&mut self) -> Result<Option<R>, CloseError<Y>> {
        self.parts().close()
    }

    #[inline]
    fn __close_delegate(&mut self) -> Result<Option<R>, CloseError<Y>> {
        self.parts().close_delegate()
    }

    #[inline]
    fn status(&self) -> Status {
        status(&self.state)
    }

    #[inline]
    fn take_return(&mut self) -> Option<R> {
        self.returned.take()
    }

    #[inline]
    fn __step_by_default(&mut self) -> Option<Y>
    where
        S: Default,
    {
        self.parts().step_by_default()
    }

    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        believable::<Y>(recursive_size_hint(&self.state, &self.callers, &self.size_hint))
    }

    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        suspended_at(&self.state)
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }
}

impl<T, F, Y, S, R, E, H> Iterator for RecursiveGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    S: Default,
    H: SizeHint,
{
    type Item = Y;

    #[inline]
    fn next(&mut self) -> Option<Y> {
        self.__step_by_default()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.__size_hint()
    }
}

impl<T, F, Y, S, R, E, H> FusedIterator for RecursiveGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    S: Default,
    H: SizeHint,
{
}

#[diagnostic::do_not_recommend]
impl<T, F, Y, H> Generator for RecursiveGenerator<T, F, Y, (), (), Infallible, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<(), Infallible, ()>) -> Output<Y, (), Infallible, T>,
    H: SizeHint,
{
}

impl<T: Clone, F: Clone, Y, S, R: Clone, E, H: Clone> Clone
    for RecursiveGenerator<T, F, Y, S, R, E, H>
{
    #[inline]
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            callers: self.callers.clone(),
            returned: self.returned.clone(),
            size_hint: self.size_hint.clone(),
            step: self.step.clone(),
            types: PhantomData,
        }
    }
}

impl<T, F, Y, S, R, E, H> Debug for RecursiveGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E, R>) -> Output<Y, R, E, T>,
    H: SizeHint,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self.state.shown() {
            Some(innermost) => {
                let callers = self.callers.0.iter().filter_map(T::shown);
                formatter.debug_list().entries(callers.chain([innermost])).finish()
            }
            None => write_status(formatter, "Generator", self.status(), suspended_at(&self.state)),
        }
    }
}
