//! A function applied to each yielded value.

use core::convert::Infallible;

use crate::combinators::forward::{forward_to, implement_clone, implement_traits};
use crate::combinators::iterate::Iterate;
use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::state::CoroutineState;

/// A coroutine that applies a function to each yielded value.
///
/// [`CoroutineExt::map_yield`](crate::CoroutineExt::map_yield) makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
pub struct MapYield<C: Coroutine, F> {
    coroutine: Iterate<C>,
    map: F,
}

impl<C: Coroutine, F> MapYield<C, F> {
    #[inline]
    pub(super) const fn new(coroutine: C, map: F) -> Self {
        Self { coroutine: Iterate::new(coroutine), map }
    }
}

#[diagnostic::do_not_recommend]
impl<C: Coroutine, T, F: FnMut(C::Yield) -> T> Coroutine for MapYield<C, F> {
    type Yield = T;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = C::Error;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<T, C::Return>, StartError> {
        Ok(self.coroutine.start()?.map_yielded(&mut self.map))
    }

    #[inline]
    fn send(
        &mut self,
        value: C::Resume,
    ) -> Result<CoroutineState<T, C::Return>, SendError<C::Resume>> {
        Ok(self.coroutine.send(value)?.map_yielded(&mut self.map))
    }

    #[inline]
    fn throw(&mut self, error: C::Error) -> Result<CoroutineState<T, C::Return>, C::Error> {
        Ok(self.coroutine.throw(error)?.map_yielded(&mut self.map))
    }

    #[inline]
    fn close(&mut self) -> Result<Option<C::Return>, CloseError<T>> {
        self.coroutine.close().map_err(|error| CloseError::new((self.map)(error.into_inner())))
    }

    #[inline]
    fn take_return(&mut self) -> Option<C::Return> {
        self.coroutine.take_return()
    }

    #[inline(always)]
    fn __step_by_default(&mut self) -> Option<T>
    where
        C::Resume: Default,
    {
        self.coroutine.__step_by_default().map(&mut self.map)
    }

    #[inline]
    fn __fold_by_default<B, Fold>(self, initial: B, mut fold: Fold) -> (B, Option<C::Return>)
    where
        C::Resume: Default,
        Fold: FnMut(B, T) -> B,
    {
        let mut map = self.map;
        self.coroutine.__fold_by_default(initial, |folded, item| fold(folded, map(item)))
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    forward_to!(coroutine);
}

implement_clone!(MapYield { coroutine, map }, MapYield<C, F>, [C: Coroutine<Return: Clone> + Clone, F: Clone]);

implement_traits! {
    "MapYield", MapYield<C, F>, [C: Coroutine, T, F: FnMut(C::Yield) -> T],
    Yield = T, Resume = C::Resume,
    Generator for MapYield<C, F>,
    [C: Coroutine<Resume = (), Return = (), Error = Infallible>, T, F: FnMut(C::Yield) -> T]
}
