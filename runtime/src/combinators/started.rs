//! Coroutines that are known to wait at a yield, and the loops that drive one to its end.

use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};

use crate::combinators::forward::step_was_refused;
use crate::error::{CloseError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::protocol::coroutine::write_status;
use crate::state::{CoroutineState, Status};

/// A coroutine that waits at a yield, so that what is sent always arrives.
///
/// [`CoroutineExt::begin`](crate::CoroutineExt::begin) starts a coroutine and gives one, with the first
/// value that the body yields; [`new`](Self::new) makes one of a coroutine that was started. In place
/// of Python's decorator that advances a generator to its first `yield`.
///
/// Each step consumes it. If the body yields, the step gives it back; if the body returns, nothing is
/// left that a value could be sent to. So no step fails.
///
/// ```
/// use genfn::{Coroutine, CoroutineExt, CoroutineState, generator};
///
/// #[generator]
/// fn greet() -> impl Coroutine<Yield = &'static str, Resume = String, Return = String> {
///     let name = yield_!("Who are you?");
///     let city = yield_!("Where are you from?");
///     format!("Hello {name} from {city}")
/// }
///
/// let mut answers = ["Ada", "London"].into_iter();
/// let mut state = greet().begin();
/// let greeting = loop {
///     match state {
///         CoroutineState::Yielded((_question, greet)) => {
///             state = greet.send(answers.next().unwrap_or_default().to_owned());
///         }
///         CoroutineState::Complete(greeting) => break greeting,
///     }
/// };
/// assert_eq!(greeting, "Hello Ada from London");
/// ```
///
/// A body that never returns has `Return = Infallible`. rustc knows that there is no such value, and
/// [`ask`](Self::ask) gives the answer without a `match`:
///
/// ```
/// use std::convert::Infallible;
///
/// use genfn::{Coroutine, CoroutineExt, CoroutineState, generator};
///
/// #[generator]
/// fn average() -> impl Coroutine<Yield = f64, Resume = f64, Return = Infallible> {
///     let (mut sum, mut count) = (0.0, 0.0);
///     let mut number = yield_!(0.0);
///     loop {
///         sum += number;
///         count += 1.0;
///         number = yield_!(sum / count);
///     }
/// }
///
/// let CoroutineState::Yielded((zero, mut average)) = average().begin();
/// assert_eq!(zero, 0.0);
/// assert_eq!(average.ask(10.0), 10.0);
/// assert_eq!(average.ask(20.0), 15.0);
/// ```
#[must_use = "it waits for a value: call `send(value)`, or `close()`"]
pub struct Started<C>(C);

impl<C: Coroutine> Started<C> {
    /// A coroutine that was started, as one that is known to wait at a yield.
    ///
    /// # Errors
    ///
    /// The coroutine itself, if it is not started or finished.
    ///
    /// ```
    /// use genfn::coroutine::Started;
    /// use genfn::{Coroutine, CoroutineState, Status, generator};
    ///
    /// #[generator]
    /// fn double() -> impl Coroutine<Yield = u32, Resume = u32> {
    ///     let number = yield_!(0);
    ///     yield_!(2 * number);
    /// }
    ///
    /// let fresh = Started::new(double()).unwrap_err();
    /// assert_eq!(fresh.status(), Status::Created);
    ///
    /// let mut double = double();
    /// double.start()?;
    /// let state = Started::new(double).unwrap().send(21);
    /// assert_eq!(state.map_yielded(|(item, _)| item), CoroutineState::Yielded(42));
    /// # Ok::<(), genfn::StartError>(())
    /// ```
    #[inline]
    pub fn new(coroutine: C) -> Result<Self, C> {
        match coroutine.status() {
            Status::Suspended => Ok(Self(coroutine)),
            Status::Created | Status::Finished => Err(coroutine),
        }
    }

    /// Resumes the body with `value` and runs it to its next yield or its end.
    #[inline]
    pub fn send(mut self, value: C::Resume) -> CoroutineState<(C::Yield, Self), C::Return> {
        send(&mut self.0, value).map_yielded(|item| (item, self))
    }

    /// Throws `error` in at the yield where the body waits, and runs it to its next yield or its end.
    ///
    /// # Errors
    ///
    /// `error` itself, if the body does not catch it. The coroutine is dropped.
    #[inline]
    pub fn throw(
        mut self,
        error: C::Error,
    ) -> Result<CoroutineState<(C::Yield, Self), C::Return>, C::Error> {
        Ok(self.0.throw(error)?.map_yielded(|item| (item, self)))
    }

    /// Ends the coroutine at the yield where it waits: [`Coroutine::close`].
    ///
    /// # Errors
    ///
    /// [`CloseError`] with the value yielded and the coroutine, which still waits, if the body yielded
    /// instead of ending.
    #[inline]
    pub fn close(mut self) -> Result<Option<C::Return>, CloseError<(C::Yield, Self)>> {
        self.0.close().map_err(|error| CloseError::new((error.into_inner(), self)))
    }

    /// Sends `value`, and then whatever `resume` makes of each value yielded, until the body returns.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, CoroutineState, generator};
    ///
    /// #[generator]
    /// fn sum() -> impl Coroutine<Yield = u32, Resume = u32, Return = u32> {
    ///     let mut sum = 0;
    ///     while sum < 100 {
    ///         sum += yield_!(sum);
    ///     }
    ///     sum
    /// }
    ///
    /// let CoroutineState::Yielded((0, sum)) = sum().begin() else { panic!() };
    /// assert_eq!(sum.run(1, |sum| sum), 128);
    /// ```
    #[inline]
    pub fn run<F>(mut self, value: C::Resume, resume: F) -> C::Return
    where
        F: FnMut(C::Yield) -> C::Resume,
    {
        let state = send(&mut self.0, value);
        run_from(&mut self.0, state, resume)
    }

    /// Sends `value` to a body that never returns, and gives the value that it yields.
    ///
    /// # Panics
    ///
    /// If a panic has ended the body before.
    #[inline]
    pub fn ask(&mut self, value: C::Resume) -> C::Yield
    where
        C: Coroutine<Return = Infallible>,
    {
        let Ok(state) = self.0.send(value) else { panic!("a panic has ended the coroutine") };
        match state {
            CoroutineState::Yielded(item) => item,
            CoroutineState::Complete(never) => match never {},
        }
    }

    /// The coroutine, for the methods of [`Coroutine`].
    #[inline]
    pub fn into_inner(self) -> C {
        self.0
    }
}

impl<C: Coroutine> Debug for Started<C> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "Started", self.0.status(), self.0.__suspended_at())
    }
}

/// Starts a coroutine: [`CoroutineExt::begin`](crate::CoroutineExt::begin).
#[inline]
#[track_caller]
pub(super) fn begin<C: Coroutine>(
    mut coroutine: C,
) -> CoroutineState<(C::Yield, Started<C>), C::Return> {
    match coroutine.start() {
        Ok(state) => state.map_yielded(|item| (item, Started(coroutine))),
        Err(error) => cannot_begin(error),
    }
}

/// Drives a coroutine to its end: [`CoroutineExt::run`](crate::CoroutineExt::run).
#[inline]
#[track_caller]
pub(super) fn run<C: Coroutine>(
    mut coroutine: C,
    resume: impl FnMut(C::Yield) -> C::Resume,
) -> C::Return {
    match coroutine.start() {
        Ok(state) => run_from(&mut coroutine, state, resume),
        Err(error) => cannot_begin(error),
    }
}

/// Drives a coroutine to its end: [`CoroutineExt::try_run`](crate::CoroutineExt::try_run).
#[inline]
#[track_caller]
pub(super) fn try_run<C: Coroutine>(
    mut coroutine: C,
    mut resume: impl FnMut(C::Yield) -> Result<C::Resume, C::Error>,
) -> Result<C::Return, C::Error> {
    let mut state = match coroutine.start() {
        Ok(state) => state,
        Err(error) => cannot_begin(error),
    };
    loop {
        state = match state {
            CoroutineState::Complete(returned) => return Ok(returned),
            CoroutineState::Yielded(item) => match resume(item) {
                Ok(value) => send(&mut coroutine, value),
                Err(error) => coroutine.throw(error)?,
            },
        };
    }
}

/// Drives a coroutine that has just come to `state` to its end.
#[inline]
fn run_from<C: Coroutine>(
    coroutine: &mut C,
    mut state: CoroutineState<C::Yield, C::Return>,
    mut resume: impl FnMut(C::Yield) -> C::Resume,
) -> C::Return {
    loop {
        match state {
            CoroutineState::Yielded(item) => state = send(coroutine, resume(item)),
            CoroutineState::Complete(returned) => return returned,
        }
    }
}

/// Sends to a coroutine that waits at a yield.
#[inline(always)]
fn send<C: Coroutine>(coroutine: &mut C, value: C::Resume) -> CoroutineState<C::Yield, C::Return> {
    match coroutine.send(value) {
        Ok(state) => state,
        Err(_) => step_was_refused(),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn cannot_begin(error: StartError) -> ! {
    match error {
        StartError::Started => panic!(
            "the coroutine was started before, and what it yielded is known to its caller alone: go \
             on with `Started::new(coroutine)` and its `run(value, ..)`"
        ),
        StartError::Finished => panic!(
            "the coroutine is finished: make a new one, or take its value with `take_return()`"
        ),
    }
}
