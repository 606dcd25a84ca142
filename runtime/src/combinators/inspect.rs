//! Closures that see the values that pass in and out.

use core::convert::Infallible;

use crate::combinators::forward::{
    fold_to_return, forward_to, implement_clone, implement_traits, step_by_default, step_with,
};
use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Status};

/// Sees the values that pass in and out of a coroutine.
pub trait Inspector<C: Coroutine> {
    /// Whether it sees sent values. `next` then sends the default where the inspector can see it.
    const SEES_RESUME: bool = false;
    /// Sees a yielded value.
    #[inline(always)]
    fn on_yield(&mut self, _: &C::Yield) {}
    /// Sees a sent value.
    #[inline(always)]
    fn on_resume(&mut self, _: &C::Resume) {}
    /// Sees the returned value.
    #[inline(always)]
    fn on_return(&mut self, _: &C::Return) {}
    /// Sees a thrown error.
    #[inline(always)]
    fn on_error(&mut self, _: &C::Error) {}
}

/// Calls a closure for each yielded value.
#[derive(Clone)]
pub struct OnYield<F>(pub(super) F);
/// Calls a closure for each sent value.
#[derive(Clone)]
pub struct OnResume<F>(pub(super) F);
/// Calls a closure for the returned value.
#[derive(Clone)]
pub struct OnReturn<F>(pub(super) F);
/// Calls a closure for each thrown error.
#[derive(Clone)]
pub struct OnError<F>(pub(super) F);

impl<C: Coroutine, F: FnMut(&C::Yield)> Inspector<C> for OnYield<F> {
    #[inline(always)]
    fn on_yield(&mut self, item: &C::Yield) {
        (self.0)(item);
    }
}

impl<C: Coroutine, F: FnMut(&C::Resume)> Inspector<C> for OnResume<F> {
    const SEES_RESUME: bool = true;

    #[inline(always)]
    fn on_resume(&mut self, value: &C::Resume) {
        (self.0)(value);
    }
}

impl<C: Coroutine, F: FnMut(&C::Return)> Inspector<C> for OnReturn<F> {
    #[inline(always)]
    fn on_return(&mut self, returned: &C::Return) {
        (self.0)(returned);
    }
}

impl<C: Coroutine, F: FnMut(&C::Error)> Inspector<C> for OnError<F> {
    #[inline(always)]
    fn on_error(&mut self, error: &C::Error) {
        (self.0)(error);
    }
}

/// A coroutine that shows a closure each value of one kind.
///
/// [`inspect_yield`](crate::CoroutineExt::inspect_yield),
/// [`inspect_resume`](crate::CoroutineExt::inspect_resume),
/// [`inspect_return`](crate::CoroutineExt::inspect_return) and
/// [`inspect_error`](crate::CoroutineExt::inspect_error) make one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
pub struct Inspect<C: Coroutine, I> {
    coroutine: C,
    inspector: I,
    /// The value that a step of `next` returned.
    returned: Option<C::Return>,
}

impl<C: Coroutine, I: Inspector<C>> Inspect<C, I> {
    #[inline]
    pub(super) const fn new(coroutine: C, inspector: I) -> Self {
        Self { coroutine, inspector, returned: None }
    }

    #[inline(always)]
    fn inspect_state(
        &mut self,
        state: CoroutineState<C::Yield, C::Return>,
    ) -> CoroutineState<C::Yield, C::Return> {
        match &state {
            CoroutineState::Yielded(item) => self.inspector.on_yield(item),
            CoroutineState::Complete(returned) => self.inspector.on_return(returned),
        }
        state
    }
}

#[diagnostic::do_not_recommend]
impl<C: Coroutine, I: Inspector<C>> Coroutine for Inspect<C, I> {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = C::Error;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<C::Yield, C::Return>, StartError> {
        let state = self.coroutine.start()?;
        Ok(self.inspect_state(state))
    }

    #[inline]
    fn send(
        &mut self,
        value: C::Resume,
    ) -> Result<CoroutineState<C::Yield, C::Return>, SendError<C::Resume>> {
        if I::SEES_RESUME && self.coroutine.status() == Status::Suspended {
            self.inspector.on_resume(&value);
        }
        let state = self.coroutine.send(value)?;
        Ok(self.inspect_state(state))
    }

    #[inline]
    fn throw(&mut self, error: C::Error) -> Result<CoroutineState<C::Yield, C::Return>, C::Error> {
        if self.coroutine.status() == Status::Suspended {
            self.inspector.on_error(&error);
        }
        let state = self.coroutine.throw(error)?;
        Ok(self.inspect_state(state))
    }

    #[inline]
    fn close(&mut self) -> Result<Option<C::Return>, CloseError<C::Yield>> {
        match self.coroutine.close() {
            Ok(returned) => {
                if let Some(returned) = &returned {
                    self.inspector.on_return(returned);
                }
                Ok(returned)
            }
            Err(error) => {
                let item = error.into_inner();
                self.inspector.on_yield(&item);
                Err(CloseError::new(item))
            }
        }
    }

    #[inline]
    fn take_return(&mut self) -> Option<C::Return> {
        self.returned.take().or_else(|| self.coroutine.take_return())
    }

    #[inline(always)]
    fn __step_by_default(&mut self) -> Option<C::Yield>
    where
        C::Resume: Default,
    {
        let Self { coroutine, inspector, .. } = self;
        // A value that was returned before this combinator was made is no news.
        if coroutine.status() == Status::Finished {
            return None;
        }
        let state = if I::SEES_RESUME {
            step_with(coroutine, || {
                let value = C::Resume::default();
                inspector.on_resume(&value);
                value
            })?
        } else {
            step_by_default(coroutine)?
        };
        match self.inspect_state(state) {
            CoroutineState::Yielded(item) => Some(item),
            CoroutineState::Complete(returned) => {
                self.returned = Some(returned);
                None
            }
        }
    }

    #[inline]
    fn __fold_by_default<B, Fold>(mut self, initial: B, mut fold: Fold) -> (B, Option<C::Return>)
    where
        C::Resume: Default,
        Fold: FnMut(B, C::Yield) -> B,
    {
        if I::SEES_RESUME {
            let mut folded = initial;
            while let Some(item) = self.__step_by_default() {
                folded = fold(folded, item);
            }
            return (folded, self.take_return());
        }
        if self.coroutine.status() == Status::Finished {
            return (initial, self.take_return());
        }
        let Self { coroutine, mut inspector, .. } = self;
        let (folded, returned) = fold_to_return(coroutine, initial, |folded, item| {
            inspector.on_yield(&item);
            fold(folded, item)
        });
        if let Some(returned) = &returned {
            inspector.on_return(returned);
        }
        (folded, returned)
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    forward_to!(coroutine);
}

implement_clone!(Inspect { coroutine, inspector, returned }, Inspect<C, I>, [C: Coroutine<Return: Clone> + Clone, I: Clone]);

implement_traits! {
    "Inspect", Inspect<C, I>, [C: Coroutine, I: Inspector<C>],
    Yield = C::Yield, Resume = C::Resume,
    Generator for Inspect<C, I>,
    [C: Coroutine<Resume = (), Return = (), Error = Infallible>, I: Inspector<C>]
}
