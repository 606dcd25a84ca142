//! The generator around a state.

use core::fmt::{self, Debug, Formatter};
use core::marker::PhantomData;
use core::mem;

use crate::protocol::coroutine::write_status;
use crate::explicit::state::{ExplicitState, Input, Output, Point, lost};
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::{
    CloseError, Coroutine, CoroutineState, Interrupt, SendError, StartError, Status,
};

/// A generator that holds its state as a plain value.
///
/// `T` is the state, `F` the step, which captures nothing, and `H` what is known of the number of
/// items.
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
pub struct ExplicitGenerator<T, F, Y, S, R, E, H = Unknown> {
    state: T,
    /// What the body returned to `next`, for `take_return`.
    returned: Option<R>,
    size_hint: H,
    step: F,
    types: PhantomData<fn(S, E) -> Y>,
}

/// The generator that begins in `state` and goes on with `step`.
#[inline(always)]
pub fn explicit_generator<Y, S, R, E, T, F>(
    state: T,
    step: F,
) -> ExplicitGenerator<T, F, Y, S, R, E>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
{
    ExplicitGenerator { state, returned: None, size_hint: Unknown, step, types: PhantomData }
}

impl<T, F, Y, S, R, E> ExplicitGenerator<T, F, Y, S, R, E> {
    /// The same generator with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(
        self,
        size_hint: H,
    ) -> ExplicitGenerator<T, F, Y, S, R, E, H> {
        let Self { state, returned, size_hint: Unknown, step, types } = self;
        ExplicitGenerator { state, returned, size_hint, step, types }
    }
}

impl<T, F, Y, S, R, E, H> ExplicitGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    H: SizeHint,
{
    /// Drops what is held. Should that panic, the generator is finished all the same.
    #[inline]
    fn finish(&mut self) {
        drop(mem::replace(&mut self.state, T::finished()));
    }

    #[inline(always)]
    fn count_down(&mut self) {
        if H::COUNTS {
            self.size_hint.count_down();
        }
    }

    /// Runs the body to its next yield or its end, from where nothing is passed on uncaught.
    #[inline(always)]
    fn run(&mut self, input: Input<S, E>) -> CoroutineState<Y, R> {
        match (self.step)(&mut self.state, input) {
            Output::Yielded(item) => {
                self.count_down();
                CoroutineState::Yielded(item)
            }
            Output::Complete(returned) => CoroutineState::Complete(returned),
            Output::Failed(item) => {
                self.state = T::failed();
                CoroutineState::Yielded(item)
            }
            Output::Uncaught(_) | Output::Ignored(_) | Output::Finished => lost(),
        }
    }
}

impl<T, F, Y, S, R, E, H> Coroutine for ExplicitGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    H: SizeHint,
{
    type Yield = Y;
    type Resume = S;
    type Return = R;
    type Error = E;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<Y, R>, StartError> {
        match self.state.point() {
            Point::Start => Ok(self.run(Input::Start)),
            Point::Yield | Point::Catching | Point::Failed => Err(StartError::Started),
            Point::Finished => Err(StartError::Finished),
        }
    }

    #[inline]
    fn send(&mut self, value: S) -> Result<CoroutineState<Y, R>, SendError<S>> {
        match self.state.point() {
            Point::Yield | Point::Catching | Point::Failed => Ok(self.run(Input::Sent(value))),
            Point::Start => Err(SendError::NotStarted(value)),
            Point::Finished => Err(SendError::Finished(value)),
        }
    }

    #[inline]
    fn throw(&mut self, error: E) -> Result<CoroutineState<Y, R>, E> {
        match self.state.point() {
            Point::Catching => match (self.step)(&mut self.state, Input::Thrown(error)) {
                Output::Yielded(item) => {
                    self.count_down();
                    Ok(CoroutineState::Yielded(item))
                }
                Output::Complete(returned) => Ok(CoroutineState::Complete(returned)),
                Output::Failed(item) => {
                    self.state = T::failed();
                    Ok(CoroutineState::Yielded(item))
                }
                Output::Uncaught(Interrupt::Thrown(error)) => Err(error),
                Output::Uncaught(Interrupt::Closed) | Output::Ignored(_) | Output::Finished => {
                    lost()
                }
            },
            Point::Start | Point::Yield | Point::Failed => {
                self.finish();
                Err(error)
            }
            Point::Finished => Err(error),
        }
    }

    #[inline]
    fn close(&mut self) -> Result<Option<R>, CloseError<Y>> {
        match self.state.point() {
            Point::Catching => match (self.step)(&mut self.state, Input::Closed) {
                Output::Complete(returned) => Ok(Some(returned)),
                Output::Uncaught(_) => Ok(None),
                Output::Yielded(item) => {
                    self.count_down();
                    Err(CloseError::new(item))
                }
                Output::Failed(item) => {
                    self.state = T::failed();
                    Err(CloseError::new(item))
                }
                Output::Ignored(item) => Err(CloseError::new(item)),
                Output::Finished => lost(),
            },
            Point::Start | Point::Yield | Point::Failed => {
                self.finish();
                Ok(None)
            }
            Point::Finished => Ok(None),
        }
    }

    #[inline]
    fn status(&self) -> Status {
        match self.state.point() {
            Point::Start => Status::Created,
            Point::Yield | Point::Catching | Point::Failed => Status::Suspended,
            Point::Finished => Status::Finished,
        }
    }

    #[inline]
    fn take_return(&mut self) -> Option<R> {
        self.returned.take()
    }

    #[inline(always)]
    fn __step_by_default(&mut self) -> Option<Y>
    where
        S: Default,
    {
        let input = match self.state.point() {
            Point::Start => Input::Start,
            Point::Yield | Point::Catching | Point::Failed => Input::Sent(S::default()),
            Point::Finished => return None,
        };
        match (self.step)(&mut self.state, input) {
            Output::Yielded(item) => {
                self.count_down();
                Some(item)
            }
            Output::Failed(item) => {
                self.state = T::failed();
                Some(item)
            }
            Output::Complete(returned) => {
                self.returned = Some(returned);
                None
            }
            Output::Uncaught(_) | Output::Ignored(_) | Output::Finished => lost(),
        }
    }

    #[inline(always)]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        match self.state.point() {
            Point::Start | Point::Yield | Point::Catching => self.size_hint.get(),
            Point::Failed | Point::Finished => (0, Some(0)),
        }
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }
}

impl<T: Clone, F: Clone, Y, S, R: Clone, E, H: Clone> Clone
    for ExplicitGenerator<T, F, Y, S, R, E, H>
{
    #[inline]
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            returned: self.returned.clone(),
            size_hint: self.size_hint.clone(),
            step: self.step.clone(),
            types: PhantomData,
        }
    }
}

impl<T: Copy, F: Copy, Y, S, R: Copy, E, H: Copy> Copy
    for ExplicitGenerator<T, F, Y, S, R, E, H>
{
}

impl<T, F, Y, S, R, E, H> Debug for ExplicitGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    H: SizeHint,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self.state.debug(formatter) {
            Some(shown) => shown,
            None => write_status(formatter, "Generator", self.status(), None),
        }
    }
}
