//! Functions applied to thrown errors.

use core::convert::Infallible;
use core::marker::PhantomData;

use crate::combinators::forward::{forward_to, implement_clone, implement_traits};
use crate::combinators::iterate::Iterate;
use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Status};

/// A coroutine that applies a function to each thrown error before the body gets it, and another
/// function to each error that the body does not catch.
///
/// [`CoroutineExt::map_error`](crate::CoroutineExt::map_error) makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
pub struct MapError<C: Coroutine, F, B, E> {
    coroutine: Iterate<C>,
    map: F,
    back: B,
    thrown: PhantomData<fn(E) -> E>,
}

impl<C: Coroutine, F, B, E> MapError<C, F, B, E> {
    #[inline]
    pub(super) const fn new(coroutine: C, map: F, back: B) -> Self {
        Self { coroutine: Iterate::new(coroutine), map, back, thrown: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<C, E, F, B> Coroutine for MapError<C, F, B, E>
where
    C: Coroutine,
    F: FnMut(E) -> C::Error,
    B: FnMut(C::Error) -> E,
{
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = E;

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
    fn throw(&mut self, error: E) -> Result<CoroutineState<C::Yield, C::Return>, E> {
        // Where nothing can catch the error, it comes back as it is.
        match self.coroutine.status() {
            Status::Suspended => self.coroutine.throw((self.map)(error)).map_err(&mut self.back),
            Status::Created => {
                let _ = self.coroutine.close();
                Err(error)
            }
            Status::Finished => Err(error),
        }
    }

    #[inline]
    fn close(&mut self) -> Result<Option<C::Return>, CloseError<C::Yield>> {
        self.coroutine.close()
    }

    #[inline]
    fn take_return(&mut self) -> Option<C::Return> {
        self.coroutine.take_return()
    }

    #[inline(always)]
    fn __step_by_default(&mut self) -> Option<C::Yield>
    where
        C::Resume: Default,
    {
        self.coroutine.__step_by_default()
    }

    #[inline]
    fn __fold_by_default<T, Fold>(self, initial: T, fold: Fold) -> (T, Option<C::Return>)
    where
        C::Resume: Default,
        Fold: FnMut(T, C::Yield) -> T,
    {
        self.coroutine.__fold_by_default(initial, fold)
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    forward_to!(coroutine);
}

implement_clone!(MapError { coroutine, map, back, thrown }, MapError<C, F, B, E>, [C: Coroutine<Return: Clone> + Clone, F: Clone, B: Clone, E]);

implement_traits! {
    "MapError", MapError<C, F, B, E>,
    [C: Coroutine, E, F: FnMut(E) -> C::Error, B: FnMut(C::Error) -> E],
    Yield = C::Yield, Resume = C::Resume,
    Generator for MapError<C, F, B, Infallible>,
    [C: Coroutine<Resume = (), Return = ()>, F: FnMut(Infallible) -> C::Error, B: FnMut(C::Error) -> Infallible]
}

/// A coroutine with `Error = E` made of one with `Error = Infallible`. It catches no error.
///
/// [`CoroutineExt::with_error`](crate::CoroutineExt::with_error) makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
pub struct WithError<C: Coroutine, E> {
    /// `None` once an error was thrown in.
    coroutine: Option<Iterate<C>>,
    thrown: PhantomData<fn(E) -> E>,
}

impl<C: Coroutine, E> WithError<C, E> {
    #[inline]
    pub(super) const fn new(coroutine: C) -> Self {
        Self { coroutine: Some(Iterate::new(coroutine)), thrown: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<C: Coroutine<Error = Infallible>, E> Coroutine for WithError<C, E> {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = E;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<C::Yield, C::Return>, StartError> {
        self.coroutine.as_mut().map_or(Err(StartError::Finished), Coroutine::start)
    }

    #[inline]
    fn send(
        &mut self,
        value: C::Resume,
    ) -> Result<CoroutineState<C::Yield, C::Return>, SendError<C::Resume>> {
        match &mut self.coroutine {
            Some(coroutine) => coroutine.send(value),
            None => Err(SendError::Finished(value)),
        }
    }

    #[inline]
    fn throw(&mut self, error: E) -> Result<CoroutineState<C::Yield, C::Return>, E> {
        // A finished one keeps the value for `take_return`.
        if self.status() != Status::Finished {
            self.coroutine = None;
        }
        Err(error)
    }

    #[inline]
    fn close(&mut self) -> Result<Option<C::Return>, CloseError<C::Yield>> {
        self.coroutine.as_mut().map_or(Ok(None), Coroutine::close)
    }

    #[inline]
    fn status(&self) -> Status {
        self.coroutine.as_ref().map_or(Status::Finished, Coroutine::status)
    }

    #[inline]
    fn take_return(&mut self) -> Option<C::Return> {
        self.coroutine.as_mut()?.take_return()
    }

    #[inline(always)]
    fn __step_by_default(&mut self) -> Option<C::Yield>
    where
        C::Resume: Default,
    {
        self.coroutine.as_mut()?.__step_by_default()
    }

    #[inline]
    fn __fold_by_default<B, Fold>(self, initial: B, fold: Fold) -> (B, Option<C::Return>)
    where
        C::Resume: Default,
        Fold: FnMut(B, C::Yield) -> B,
    {
        match self.coroutine {
            Some(coroutine) => coroutine.__fold_by_default(initial, fold),
            None => (initial, None),
        }
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        self.coroutine.as_ref().map_or((0, Some(0)), Coroutine::__size_hint)
    }

    #[inline]
    fn __suspended_at(&self) -> Option<&'static core::panic::Location<'static>> {
        self.coroutine.as_ref()?.__suspended_at()
    }
}

implement_clone!(WithError { coroutine, thrown }, WithError<C, E>, [C: Coroutine<Return: Clone> + Clone, E]);

implement_traits! {
    "WithError", WithError<C, E>, [C: Coroutine<Error = Infallible>, E],
    Yield = C::Yield, Resume = C::Resume,
    Generator for WithError<C, Infallible>,
    [C: Coroutine<Resume = (), Return = (), Error = Infallible>]
}
