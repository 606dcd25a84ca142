//! The generator around a state.

use core::fmt::{self, Debug, Formatter};
use core::marker::PhantomData;
use core::panic::Location;

use crate::error::{CloseError, SendError, StartError};
use crate::explicit::parts::{
    KeepReturn as _, Parts, Returned, next_item, size_hint, status, suspended_at,
};
use crate::explicit::state::{ExplicitState, Input, Output, Point, lost};
use crate::generators::size_hint::{SizeHint, Unknown, believable};
use crate::protocol::coroutine::Coroutine;
use crate::protocol::coroutine::write_status;
use crate::state::{CoroutineState, Status};

/// A generator that holds its state as a plain value.
///
/// `T` is the state, `F` the step, which captures nothing, and `H` what is known of the number of
/// items.
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
pub struct ExplicitGenerator<T, F, Y, S, R, E, H = Unknown> {
    pub(super) state: T,
    /// What the body returned to `next`, for `take_return`.
    pub(super) returned: Returned<R>,
    pub(super) size_hint: H,
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
    F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
{
    ExplicitGenerator {
        state,
        returned: Returned::Nothing,
        size_hint: Unknown,
        step,
        types: PhantomData,
    }
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

impl<T, F, Y, S, R, E, H> ExplicitGenerator<T, F, Y, S, R, E, H> {
    #[inline(always)]
    fn parts(&mut self) -> Parts<'_, T, Returned<R>, &mut H, &F> {
        Parts {
            state: &mut self.state,
            returned: &mut self.returned,
            size_hint: &mut self.size_hint,
            step: &self.step,
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
        next_item!(self.step, &mut self.state, self.returned, self.size_hint)
    }

    #[inline(always)]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        believable::<Y>(size_hint(&self.state, &self.size_hint))
    }

    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        suspended_at(&self.state)
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

impl<T: Copy, F: Copy, Y, S, R: Copy, E, H: Copy> Copy for ExplicitGenerator<T, F, Y, S, R, E, H> {}

impl<T, F, Y, S, R, E, H> Debug for ExplicitGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    H: SizeHint,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self.state.shown() {
            Some(state) => state.fmt(formatter),
            None => {
                write_status(formatter, "Generator", status(&self.state), suspended_at(&self.state))
            }
        }
    }
}
