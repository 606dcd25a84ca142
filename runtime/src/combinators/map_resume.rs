//! A function applied to each sent value.

use core::convert::Infallible;
use core::marker::PhantomData;

use crate::combinators::forward::{
    forward_to, implement_clone, implement_traits, step_was_refused, step_with,
};
use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Status};

/// A coroutine that applies a function to each sent value before the body gets it.
///
/// [`CoroutineExt::map_resume`](crate::CoroutineExt::map_resume) makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
pub struct MapResume<C: Coroutine, F, S> {
    coroutine: C,
    map: F,
    /// The value that a step of `next` returned.
    returned: Option<C::Return>,
    sent: PhantomData<fn(S)>,
}

impl<C: Coroutine, F, S> MapResume<C, F, S> {
    #[inline]
    pub(super) const fn new(coroutine: C, map: F) -> Self {
        Self { coroutine, map, returned: None, sent: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<C: Coroutine, S, F: FnMut(S) -> C::Resume> Coroutine for MapResume<C, F, S> {
    type Yield = C::Yield;
    type Resume = S;
    type Return = C::Return;
    type Error = C::Error;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<C::Yield, C::Return>, StartError> {
        self.coroutine.start()
    }

    #[inline]
    fn send(&mut self, value: S) -> Result<CoroutineState<C::Yield, C::Return>, SendError<S>> {
        // The function consumes the value, which a step that fails has to give back.
        match self.coroutine.status() {
            Status::Created => Err(SendError::NotStarted(value)),
            Status::Finished => Err(SendError::Finished(value)),
            Status::Suspended => match self.coroutine.send((self.map)(value)) {
                Ok(state) => Ok(state),
                Err(_) => step_was_refused(),
            },
        }
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
        S: Default,
    {
        match step_with(&mut self.coroutine, || (self.map)(S::default()))? {
            CoroutineState::Yielded(item) => Some(item),
            CoroutineState::Complete(returned) => {
                self.returned = Some(returned);
                None
            }
        }
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    forward_to!(coroutine);
}

implement_clone!(MapResume { coroutine, map, returned, sent }, MapResume<C, F, S>, [C: Coroutine<Return: Clone> + Clone, F: Clone, S]);

implement_traits! {
    "MapResume", MapResume<C, F, S>, [C: Coroutine, S, F: FnMut(S) -> C::Resume],
    Yield = C::Yield, Resume = S,
    Generator for MapResume<C, F, ()>,
    [C: Coroutine<Return = (), Error = Infallible>, F: FnMut(()) -> C::Resume]
}
