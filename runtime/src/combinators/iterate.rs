//! A coroutine as an iterator.

use core::convert::Infallible;

use crate::combinators::forward::{
    fold_to_return, forward_to, implement_clone, implement_traits, step_by_default,
};
use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::state::CoroutineState;

/// An iterator over what a coroutine yields, which keeps the value that it returns.
///
/// [`CoroutineExt::iterate`](crate::CoroutineExt::iterate) makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
pub struct Iterate<C: Coroutine> {
    coroutine: C,
    /// The value that a step of `next` returned.
    returned: Option<C::Return>,
}

impl<C: Coroutine> Iterate<C> {
    #[inline]
    pub(super) const fn new(coroutine: C) -> Self {
        Self { coroutine, returned: None }
    }
}

#[diagnostic::do_not_recommend]
impl<C: Coroutine> Coroutine for Iterate<C> {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = C::Error;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<C::Yield, C::Return>, StartError> {
        self.coroutine.start()
    }

    #[inline]
    fn send(
        &mut self,
        value: C::Resume,
    ) -> Result<CoroutineState<C::Yield, C::Return>, SendError<C::Resume>> {
        self.coroutine.send(value)
    }

    #[inline]
    fn throw(&mut self, error: C::Error) -> Result<CoroutineState<C::Yield, C::Return>, C::Error> {
        self.coroutine.throw(error)
    }

    #[inline]
    fn close(&mut self) -> Result<Option<C::Return>, CloseError<C::Yield>> {
        self.coroutine.close()
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
        if self.coroutine.__keeps_return() {
            return self.coroutine.__step_by_default();
        }
        match step_by_default(&mut self.coroutine)? {
            CoroutineState::Yielded(item) => Some(item),
            CoroutineState::Complete(returned) => {
                self.returned = Some(returned);
                None
            }
        }
    }

    #[inline]
    fn __fold_by_default<B, Fold>(mut self, initial: B, fold: Fold) -> (B, Option<C::Return>)
    where
        C::Resume: Default,
        Fold: FnMut(B, C::Yield) -> B,
    {
        match self.returned.take() {
            Some(returned) => (initial, Some(returned)),
            None => fold_to_return(self.coroutine, initial, fold),
        }
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    forward_to!(coroutine);
}

implement_clone!(Iterate { coroutine, returned }, Iterate<C>, [C: Coroutine<Return: Clone> + Clone]);

implement_traits! {
    "Iterate", Iterate<C>, [C: Coroutine],
    Yield = C::Yield, Resume = C::Resume,
    Generator for Iterate<C>,
    [C: Coroutine<Resume = (), Return = (), Error = Infallible>]
}
