//! The unstable `core::ops::Coroutine`, in both directions.

use core::convert::Infallible;
use core::ops;
use core::pin::Pin;

use crate::combinators::forward::implement_traits;
use crate::combinators::sources::{Progress, step_by_closure};
use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Status};

/// A coroutine as a [`core::ops::Coroutine`].
///
/// [`CoroutineExt::into_core`](crate::CoroutineExt::into_core) makes one.
///
/// The first [`resume`](ops::Coroutine::resume) starts the body, which takes no value there: the one
/// that is given is dropped.
///
/// # Panics
///
/// `resume` panics if the coroutine is finished, as the compiler's own do.
#[must_use = "a coroutine does nothing until it is resumed"]
#[derive(Clone, Debug)]
pub struct IntoCore<C>(C);

impl<C> IntoCore<C> {
    #[inline]
    pub(super) const fn new(coroutine: C) -> Self {
        Self(coroutine)
    }
}

/// The coroutine is only ever used by `&mut`.
impl<C> Unpin for IntoCore<C> {}

impl<C: Coroutine> ops::Coroutine<C::Resume> for IntoCore<C> {
    type Yield = C::Yield;
    type Return = C::Return;

    #[inline]
    fn resume(self: Pin<&mut Self>, value: C::Resume) -> ops::CoroutineState<C::Yield, C::Return> {
        let coroutine = &mut self.get_mut().0;
        let state = match coroutine.status() {
            Status::Created => {
                drop(value);
                coroutine.start().ok()
            }
            Status::Suspended => coroutine.send(value).ok(),
            Status::Finished => None,
        };
        match state {
            Some(CoroutineState::Yielded(item)) => ops::CoroutineState::Yielded(item),
            Some(CoroutineState::Complete(returned)) => ops::CoroutineState::Complete(returned),
            None => panic!("`resume` was called on a coroutine that is finished"),
        }
    }
}

/// A [`core::ops::Coroutine`] as a [`Coroutine`].
///
/// [`from_core`] makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
pub struct FromCore<C: ops::Coroutine<S>, S> {
    /// `None` once the coroutine is finished.
    coroutine: Option<C>,
    /// What the first step resumes it with.
    first: Option<S>,
    progress: Progress<C::Return>,
}

/// Makes a [`Coroutine`] of one that is written with nightly's `#[coroutine]`.
///
/// `first` is what the first step resumes it with. An error cannot be thrown in, and a close drops it.
///
/// ```
/// #![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
///
/// use genfn::coroutine::from_core;
/// use genfn::{Coroutine, CoroutineState};
///
/// let mut doubler = from_core(
///     #[coroutine]
///     |first: u32| {
///         let second = yield 2 * first;
///         first + second
///     },
///     10,
/// );
/// assert_eq!(doubler.start()?, CoroutineState::Yielded(20));
/// assert_eq!(doubler.send(5)?, CoroutineState::Complete(15));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[inline]
pub fn from_core<C, S>(coroutine: C, first: S) -> FromCore<C, S>
where
    C: ops::Coroutine<S> + Unpin,
{
    FromCore { coroutine: Some(coroutine), first: Some(first), progress: Progress::Created }
}

impl<Y, S, R, C: ops::Coroutine<S, Yield = Y, Return = R> + Unpin> FromCore<C, S> {
    #[inline(always)]
    fn step(&mut self, sent: Option<S>) -> CoroutineState<Y, R> {
        // A coroutine that panics is not resumed again.
        self.progress = Progress::Finished;
        let Some(coroutine) = &mut self.coroutine else { unreachable!("it is not finished") };
        let Some(value) = sent.or_else(|| self.first.take()) else {
            unreachable!("the first value is there in the first step")
        };
        match Pin::new(coroutine).resume(value) {
            ops::CoroutineState::Yielded(item) => {
                self.progress = Progress::Suspended;
                CoroutineState::Yielded(item)
            }
            ops::CoroutineState::Complete(returned) => {
                self.coroutine = None;
                CoroutineState::Complete(returned)
            }
        }
    }

    #[inline]
    fn end(&mut self) {
        self.progress = Progress::Finished;
        self.coroutine = None;
        self.first = None;
    }
}

#[diagnostic::do_not_recommend]
impl<Y, S, R, C> Coroutine for FromCore<C, S>
where
    C: ops::Coroutine<S, Yield = Y, Return = R> + Unpin,
{
    type Yield = Y;
    type Resume = S;
    type Return = R;
    type Error = Infallible;

    step_by_closure!();
}

implement_traits! {
    "FromCore", FromCore<C, S>, [Y, S, R, C: ops::Coroutine<S, Yield = Y, Return = R> + Unpin],
    Yield = Y, Resume = S,
    Generator for FromCore<C, ()>, [Y, C: ops::Coroutine<(), Yield = Y, Return = ()> + Unpin]
}
