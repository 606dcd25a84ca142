//! A function applied to the returned value.

use core::convert::Infallible;

use crate::combinators::forward::{fold_to_return, forward_to, implement_traits, step_by_default};
use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::state::CoroutineState;

/// A coroutine that applies a function to the returned value.
///
/// [`CoroutineExt::map_return`](crate::CoroutineExt::map_return) makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
#[derive(Clone)]
pub struct MapReturn<C, F, R> {
    coroutine: C,
    /// `None` once the body has returned.
    map: Option<F>,
    /// The value that a step of `next` returned.
    returned: Option<R>,
}

impl<C: Coroutine, R, F: FnOnce(C::Return) -> R> MapReturn<C, F, R> {
    #[inline]
    pub(super) const fn new(coroutine: C, map: F) -> Self {
        Self { coroutine, map: Some(map), returned: None }
    }

    #[inline(always)]
    fn map_returned(&mut self, returned: C::Return) -> R {
        match self.map.take() {
            Some(map) => map(returned),
            None => returned_twice(),
        }
    }

    #[inline(always)]
    fn map_state(
        &mut self,
        state: CoroutineState<C::Yield, C::Return>,
    ) -> CoroutineState<C::Yield, R> {
        state.map_complete(|returned| self.map_returned(returned))
    }
}

#[diagnostic::do_not_recommend]
impl<C: Coroutine, R, F: FnOnce(C::Return) -> R> Coroutine for MapReturn<C, F, R> {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = R;
    type Error = C::Error;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<C::Yield, R>, StartError> {
        let state = self.coroutine.start()?;
        Ok(self.map_state(state))
    }

    #[inline]
    fn send(
        &mut self,
        value: C::Resume,
    ) -> Result<CoroutineState<C::Yield, R>, SendError<C::Resume>> {
        let state = self.coroutine.send(value)?;
        Ok(self.map_state(state))
    }

    #[inline]
    fn throw(&mut self, error: C::Error) -> Result<CoroutineState<C::Yield, R>, C::Error> {
        let state = self.coroutine.throw(error)?;
        Ok(self.map_state(state))
    }

    #[inline]
    fn close(&mut self) -> Result<Option<R>, CloseError<C::Yield>> {
        let returned = self.coroutine.close()?;
        Ok(returned.map(|returned| self.map_returned(returned)))
    }

    #[inline]
    fn take_return(&mut self) -> Option<R> {
        self.returned.take().or_else(|| {
            // It was run to its end before this combinator was made of it.
            let returned = self.coroutine.take_return()?;
            Some(self.map_returned(returned))
        })
    }

    #[inline(always)]
    fn __step_by_default(&mut self) -> Option<C::Yield>
    where
        C::Resume: Default,
    {
        match step_by_default(&mut self.coroutine)? {
            CoroutineState::Yielded(item) => Some(item),
            CoroutineState::Complete(returned) => {
                self.returned = Some(self.map_returned(returned));
                None
            }
        }
    }

    #[inline]
    fn __fold_by_default<B, Fold>(self, initial: B, fold: Fold) -> (B, Option<R>)
    where
        C::Resume: Default,
        Fold: FnMut(B, C::Yield) -> B,
    {
        if self.returned.is_some() {
            return (initial, self.returned);
        }
        let (folded, returned) = fold_to_return(self.coroutine, initial, fold);
        (folded, returned.zip(self.map).map(|(returned, map)| map(returned)))
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    forward_to!(coroutine);
}

implement_traits! {
    "MapReturn", MapReturn<C, F, R>, [C: Coroutine, R, F: FnOnce(C::Return) -> R],
    Yield = C::Yield, Resume = C::Resume,
    Generator for MapReturn<C, F, ()>,
    [C: Coroutine<Resume = (), Error = Infallible>, F: FnOnce(C::Return)]
}

#[cold]
#[inline(never)]
fn returned_twice() -> ! {
    panic!("the coroutine returned twice: an implementation of `Coroutine` returns once")
}
