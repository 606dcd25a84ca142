//! The errors of the protocol. Each error gives back the value that was not delivered.

use core::error::Error;
use core::fmt::{self, Debug, Display, Formatter};

use crate::state::Interrupt;

/// The error of [`start`](crate::Coroutine::start) on a coroutine that was started before.
///
/// ```
/// use genfn::{Coroutine, StartError, generator, yield_};
///
/// #[generator]
/// fn once() -> impl Iterator<Item = u32> {
///     yield_!(1);
/// }
///
/// let mut once = once();
/// once.next();
/// assert_eq!(once.start(), Err(StartError::Started));
/// once.next();
/// assert_eq!(once.start(), Err(StartError::Finished));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StartError {
    /// The coroutine was started before and is suspended at a yield.
    Started,
    /// The coroutine is finished.
    Finished,
}

impl Display for StartError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Started => {
                "the coroutine was started before: go on with `send(value)` or `next()`"
            }
            Self::Finished => "the coroutine is finished: make a new one to start again",
        })
    }
}

impl Error for StartError {}

/// The error of [`send`](crate::Coroutine::send) on a coroutine that is not suspended. It gives the
/// value back.
///
/// `SendError<S>` implements [`Error`] for every `S`. Its message does not show the value.
///
/// ```
/// use genfn::{Coroutine, SendError, generator, yield_};
///
/// #[generator]
/// fn listener() -> impl Coroutine<Yield = (), Resume = String> {
///     let _heard = yield_!(());
/// }
///
/// let mut listener = listener();
/// let error = listener.send("too early".to_owned()).unwrap_err();
/// assert_eq!(error.to_string(), "the coroutine is not started: call `start()` or `next()` before the first `send(value)`");
/// assert_eq!(error.into_inner(), "too early");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SendError<S> {
    /// The coroutine was not started, so no yield takes the value.
    NotStarted(S),
    /// The coroutine is finished.
    Finished(S),
}

impl<S> SendError<S> {
    /// Returns the value that was not delivered.
    ///
    /// ```
    /// use genfn::SendError;
    ///
    /// assert_eq!(SendError::Finished("too late").into_inner(), "too late");
    /// ```
    pub fn into_inner(self) -> S {
        match self {
            Self::NotStarted(value) | Self::Finished(value) => value,
        }
    }
}

// No bound on `S`: `unwrap` and `?` work whatever was sent.
impl<S> Debug for SendError<S> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotStarted(_) => "NotStarted(..)",
            Self::Finished(_) => "Finished(..)",
        })
    }
}

impl<S> Display for SendError<S> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotStarted(_) => {
                "the coroutine is not started: call `start()` or `next()` before the first \
                 `send(value)`"
            }
            Self::Finished(_) => {
                "the coroutine is finished and takes no more values: `into_inner()` of this error \
                 gives the value back"
            }
        })
    }
}

impl<S> Error for SendError<S> {}

/// The error of [`close`](crate::Coroutine::close) on a coroutine that yielded instead of ending.
/// It holds the value that was yielded. The coroutine is suspended at that yield. If a delegate
/// yielded, all bodies that delegate to it have ended. Python's `RuntimeError: generator ignored
/// GeneratorExit` ([PEP 342](https://peps.python.org/pep-0342/)).
///
/// ```
/// use genfn::{Coroutine, Status, generator, try_yield};
///
/// #[generator]
/// fn stubborn() -> impl Iterator<Item = &'static str> {
///     let _ = try_yield!("working");
///     let _ = try_yield!("one moment");
/// }
///
/// let mut stubborn = stubborn();
/// stubborn.next();
/// let error = stubborn.close().unwrap_err();
/// assert_eq!(error.into_inner(), "one moment");
/// assert_eq!(stubborn.status(), Status::Suspended);
/// // This time it ends.
/// assert_eq!(stubborn.close(), Ok(Some(())));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CloseError<Y> {
    yielded: Y,
}

impl<Y> CloseError<Y> {
    /// Creates the error of a hand-written coroutine that yields `yielded` instead of ending.
    ///
    /// ```
    /// use genfn::CloseError;
    ///
    /// const NOT_YET: CloseError<u32> = CloseError::new(1);
    /// assert_eq!(NOT_YET.into_inner(), 1);
    /// ```
    pub const fn new(yielded: Y) -> Self {
        Self { yielded }
    }

    /// Returns the value that was yielded.
    ///
    /// ```
    /// use genfn::CloseError;
    ///
    /// assert_eq!(CloseError::new("one moment").into_inner(), "one moment");
    /// ```
    pub fn into_inner(self) -> Y {
        self.yielded
    }
}

impl<Y> Debug for CloseError<Y> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("CloseError(..)")
    }
}

impl<Y> Display for CloseError<Y> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "the coroutine yielded instead of ending when it was closed: a body that gets \
             `Interrupt::Closed` has to return",
        )
    }
}

impl<Y> Error for CloseError<Y> {}

impl<E: Display> Display for Interrupt<E> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thrown(error) => write!(formatter, "an error was thrown in: {error}"),
            Self::Closed => formatter.write_str("the coroutine is being closed"),
        }
    }
}

impl<E: Error + 'static> Error for Interrupt<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Thrown(error) => Some(error),
            Self::Closed => None,
        }
    }
}
