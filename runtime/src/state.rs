//! The states of a coroutine, and the result of resuming one.

/// The result of starting or resuming a [`Coroutine`](crate::Coroutine): a yielded value, or the
/// value that it returned.
///
/// ```
/// use genfn::{Coroutine, CoroutineState, generator, yield_};
///
/// #[generator]
/// fn doubler() -> impl Coroutine<Yield = u32, Resume = u32, Return = &'static str> {
///     let mut number = yield_!(0);
///     while number < 100 {
///         number = yield_!(number * 2);
///     }
///     "that is a lot"
/// }
///
/// let mut doubler = doubler();
/// assert_eq!(doubler.start(), Ok(CoroutineState::Yielded(0)));
/// assert_eq!(doubler.send(21), Ok(CoroutineState::Yielded(42)));
/// assert_eq!(doubler.send(100), Ok(CoroutineState::Complete("that is a lot")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoroutineState<Y, R = ()> {
    /// The coroutine yielded this value, and is suspended.
    Yielded(Y),
    /// The coroutine returned this value, and is finished.
    Complete(R),
}

impl<Y, R> CoroutineState<Y, R> {
    /// Returns `true` if the coroutine yielded.
    ///
    /// ```
    /// use genfn::CoroutineState;
    ///
    /// assert!(CoroutineState::<_, ()>::Yielded(1).is_yielded());
    /// ```
    pub const fn is_yielded(&self) -> bool {
        matches!(self, Self::Yielded(_))
    }

    /// Returns `true` if the coroutine returned.
    ///
    /// ```
    /// use genfn::CoroutineState;
    ///
    /// assert!(CoroutineState::<u32, _>::Complete("done").is_complete());
    /// ```
    pub const fn is_complete(&self) -> bool {
        matches!(self, Self::Complete(_))
    }

    /// Returns the value that was yielded, or `None` if the coroutine returned.
    ///
    /// ```
    /// use genfn::CoroutineState;
    ///
    /// assert_eq!(CoroutineState::<_, ()>::Yielded(1).yielded(), Some(1));
    /// assert_eq!(CoroutineState::<u32, _>::Complete(()).yielded(), None);
    /// ```
    pub fn yielded(self) -> Option<Y> {
        match self {
            Self::Yielded(value) => Some(value),
            Self::Complete(_) => None,
        }
    }

    /// Returns the value that was returned, or `None` if the coroutine yielded.
    ///
    /// ```
    /// use genfn::CoroutineState;
    ///
    /// assert_eq!(CoroutineState::<u32, _>::Complete("done").complete(), Some("done"));
    /// assert_eq!(CoroutineState::<_, ()>::Yielded(1).complete(), None);
    /// ```
    pub fn complete(self) -> Option<R> {
        match self {
            Self::Yielded(_) => None,
            Self::Complete(value) => Some(value),
        }
    }

    /// Maps a yielded value with `map`, and leaves a returned value as it is.
    ///
    /// ```
    /// use genfn::CoroutineState;
    ///
    /// let state = CoroutineState::<u32, &str>::Yielded(2);
    /// assert_eq!(state.map_yielded(|value| value + 1), CoroutineState::Yielded(3));
    /// ```
    pub fn map_yielded<T>(self, map: impl FnOnce(Y) -> T) -> CoroutineState<T, R> {
        match self {
            Self::Yielded(value) => CoroutineState::Yielded(map(value)),
            Self::Complete(value) => CoroutineState::Complete(value),
        }
    }

    /// Maps a returned value with `map`, and leaves a yielded value as it is.
    ///
    /// ```
    /// use genfn::CoroutineState;
    ///
    /// let state = CoroutineState::<u32, &str>::Complete("four");
    /// assert_eq!(state.map_complete(str::len), CoroutineState::Complete(4));
    /// ```
    pub fn map_complete<T>(self, map: impl FnOnce(R) -> T) -> CoroutineState<Y, T> {
        match self {
            Self::Yielded(value) => CoroutineState::Yielded(value),
            Self::Complete(value) => CoroutineState::Complete(map(value)),
        }
    }

    /// Converts from `&CoroutineState<Y, R>` to `CoroutineState<&Y, &R>`.
    ///
    /// ```
    /// use genfn::CoroutineState;
    ///
    /// let state = CoroutineState::<_, ()>::Yielded("item".to_owned());
    /// assert_eq!(state.as_ref().yielded().map(String::len), Some(4));
    /// assert!(state.is_yielded());
    /// ```
    pub const fn as_ref(&self) -> CoroutineState<&Y, &R> {
        match self {
            Self::Yielded(value) => CoroutineState::Yielded(value),
            Self::Complete(value) => CoroutineState::Complete(value),
        }
    }

    /// Converts from `&mut CoroutineState<Y, R>` to `CoroutineState<&mut Y, &mut R>`.
    ///
    /// ```
    /// use genfn::CoroutineState;
    ///
    /// let mut state = CoroutineState::<_, ()>::Yielded(1);
    /// if let Some(item) = state.as_mut().yielded() {
    ///     *item += 1;
    /// }
    /// assert_eq!(state, CoroutineState::Yielded(2));
    /// ```
    pub const fn as_mut(&mut self) -> CoroutineState<&mut Y, &mut R> {
        match self {
            Self::Yielded(value) => CoroutineState::Yielded(value),
            Self::Complete(value) => CoroutineState::Complete(value),
        }
    }
}

/// The status of a [`Coroutine`](crate::Coroutine), which [`status`](crate::Coroutine::status)
/// returns. Python's `inspect.getgeneratorstate`.
///
/// ```
/// use genfn::{Coroutine, Status, generator};
///
/// #[generator]
/// fn once() -> impl Iterator<Item = u32> {
///     yield_!(1);
/// }
///
/// let mut once = once();
/// assert_eq!(once.status(), Status::Created);
/// once.next();
/// assert_eq!(once.status(), Status::Suspended);
/// once.close().unwrap();
/// assert_eq!(once.status(), Status::Finished);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Not started. No part of the body has run. The coroutine holds its arguments.
    Created,
    /// Suspended at a yield. The coroutine holds its locals, its arguments and its delegates.
    Suspended,
    /// Returned, closed, ended by an error that was thrown into it, or panicked. The coroutine
    /// holds only the value for [`take_return`](crate::Coroutine::take_return), if there is one.
    Finished,
}

/// An error or a request to close, which arrives at a [`try_yield!`](crate::try_yield) instead of a
/// sent value.
///
/// `Interrupt<E>` implements [`Error`](core::error::Error) if `E` does. So `?` returns it from a
/// body whose return type is `Result<_, Interrupt<E>>`, `Result<_, Box<dyn Error>>`, or a `Result`
/// with any error that implements `From<Interrupt<E>>`.
///
/// ```
/// use genfn::{Coroutine, CoroutineState, Interrupt, generator, try_yield};
///
/// #[generator]
/// fn guarded() -> impl Coroutine<Yield = u32, Return = String, Error = i32> {
///     match try_yield!(1) {
///         Ok(()) => "went on".to_owned(),
///         Err(Interrupt::Thrown(code)) => format!("caught {code}"),
///         Err(Interrupt::Closed) => "closed".to_owned(),
///     }
/// }
///
/// let mut interrupted = guarded();
/// interrupted.next();
/// assert_eq!(interrupted.throw(7), Ok(CoroutineState::Complete("caught 7".to_owned())));
///
/// let mut closed = guarded();
/// closed.next();
/// assert_eq!(closed.close(), Ok(Some("closed".to_owned())));
/// ```
///
/// With `?`:
///
/// ```
/// use std::fmt::Error;
///
/// use genfn::{Coroutine, CoroutineState, Interrupt, generator};
///
/// #[generator]
/// fn strict() -> impl Coroutine<Yield = u32, Return = Result<u32, Interrupt<Error>>, Error = Error> {
///     for number in 1..3 {
///         try_yield!(number)?;
///     }
///     Ok(3)
/// }
///
/// let mut strict = strict();
/// strict.next();
/// assert_eq!(strict.throw(Error), Ok(CoroutineState::Complete(Err(Interrupt::Thrown(Error)))));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Interrupt<E> {
    /// The caller has thrown this error by [`throw`](crate::Coroutine::throw).
    Thrown(E),
    /// The caller [closes](crate::Coroutine::close) the coroutine. The body cleans up and returns.
    Closed,
}
