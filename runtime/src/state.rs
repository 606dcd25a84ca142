//! What a coroutine can be in, and what a step of it can give.

/// What one step of a [`Coroutine`](crate::Coroutine) gave: a value on the way, or the result at
/// the end.
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
    /// The coroutine is suspended and gave this value.
    Yielded(Y),
    /// The coroutine is finished and returned this value.
    Complete(R),
}

impl<Y, R> CoroutineState<Y, R> {
    /// Whether the coroutine is suspended at a yield.
    ///
    /// ```
    /// use genfn::CoroutineState;
    ///
    /// assert!(CoroutineState::<_, ()>::Yielded(1).is_yielded());
    /// ```
    pub const fn is_yielded(&self) -> bool {
        matches!(self, Self::Yielded(_))
    }

    /// Whether the coroutine has returned.
    ///
    /// ```
    /// use genfn::CoroutineState;
    ///
    /// assert!(CoroutineState::<u32, _>::Complete("done").is_complete());
    /// ```
    pub const fn is_complete(&self) -> bool {
        matches!(self, Self::Complete(_))
    }

    /// The value that was yielded, if it was not the end.
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

    /// The value that was returned, if it was the end.
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

    /// The same state with a yielded value put through `map`.
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

    /// The same state with a returned value put through `map`.
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

    /// The same state with references to what it holds.
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

    /// The same state with mutable references to what it holds.
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

/// How far a [`Coroutine`](crate::Coroutine) has come, as
/// [`status`](crate::Coroutine::status) tells. Python's `inspect.getgeneratorstate`.
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
    /// Made and not yet started: nothing of the body has run, and it holds its arguments.
    Created,
    /// Suspended at a yield: it holds its locals, its arguments and its delegates.
    Suspended,
    /// Returned, closed, ended by an error thrown into it, or panicked: it holds nothing but the
    /// value that [`take_return`](crate::Coroutine::take_return) gives.
    Finished,
}

/// What arrives at a [`try_yield!`](crate::try_yield) instead of a sent value.
///
/// It is an [`Error`](core::error::Error) where the error thrown is one, so that `?` hands it on
/// from a body whose return type has room for it: a `Result<_, Interrupt<E>>`, a
/// `Result<_, Box<dyn Error>>`, or that of any error with a `From<Interrupt<E>>`.
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
    /// An error that came in by [`throw`](crate::Coroutine::throw).
    Thrown(E),
    /// The coroutine is being [closed](crate::Coroutine::close): clean up and return.
    Closed,
}
