//! The macros that stand for a yield. In a generator the attribute replaces them, so what they
//! expand to is what is said everywhere else.

/// Gives a value to the caller and suspends the generator.
///
/// It stands in the body of a function marked [`#[generator]`](crate::generator), wherever an
/// expression can, and needs no import there. Its value is what the caller
/// [sends](crate::Coroutine::send): `()` where the generator is used as an iterator.
///
/// An error [thrown](crate::Coroutine::throw) in, or a [close](crate::Coroutine::close), ends the
/// body here, as a `return` would: locals are dropped in reverse order, then arguments. To go on
/// instead, use [`try_yield!`](crate::try_yield).
///
/// `yield_!()` yields `()`. Temporaries of the value are dropped before the generator is
/// suspended.
///
/// ```
/// use genfn::generator;
///
/// #[generator]
/// fn countdown(from: u32) -> impl Iterator<Item = u32> {
///     for number in (1..=from).rev() {
///         yield_!(number);
///     }
/// }
///
/// assert_eq!(countdown(3).collect::<Vec<_>>(), [3, 2, 1]);
/// ```
#[macro_export]
macro_rules! yield_ {
    ($($value:tt)*) => {
        ::core::compile_error!(
            "`yield_!` belongs in the body of a generator: mark the function `#[generator]`, and \
             keep the yield out of closures, `async` blocks, nested functions and other macros' \
             definitions"
        )
    };
}

/// Gives a value to the caller and suspends the generator; its value is a `Result` that tells how
/// the generator was resumed.
///
/// It stands where [`yield_!`](crate::yield_) does. It is `Ok(sent)` for a value that was sent,
/// and `Err(`[`Interrupt`](crate::Interrupt)`)` for an error thrown in or a close, with which
/// the body goes on: Python's `try: .. yield .. except`.
///
/// A body that is closed has to return. If it yields again,
/// [`close`](crate::Coroutine::close) gives a [`CloseError`](crate::CloseError).
///
/// ```
/// use genfn::{Coroutine, CoroutineState, Interrupt, generator};
///
/// #[generator]
/// fn retry(tries: u32) -> impl Coroutine<Yield = u32, Return = Result<(), Interrupt<String>>, Error = String> {
///     for attempt in 1..tries {
///         match try_yield!(attempt) {
///             Err(Interrupt::Thrown(_)) => {}
///             other => return other,
///         }
///     }
///     try_yield!(tries)
/// }
///
/// let mut retry = retry(2);
/// retry.start().unwrap();
/// assert_eq!(retry.throw("busy".to_owned()), Ok(CoroutineState::Yielded(2)));
/// assert_eq!(
///     retry.throw("down".to_owned()),
///     Ok(CoroutineState::Complete(Err(Interrupt::Thrown("down".to_owned())))),
/// );
/// ```
#[macro_export]
macro_rules! try_yield {
    ($($value:tt)*) => {
        ::core::compile_error!(
            "`try_yield!` belongs in the body of a generator: mark the function `#[generator]`, \
             and keep the yield out of closures, `async` blocks, nested functions and other \
             macros' definitions"
        )
    };
}
