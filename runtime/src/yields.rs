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
        ::core::compile_error! {
            "`yield_!` belongs in the body of a generator: mark the function `#[generator]`, and \
write the yield in the function itself, not in a closure, in a function inside of it \
or in the definition of another macro"
        }
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
        ::core::compile_error! {
            "`try_yield!` belongs in the body of a generator: mark the function `#[generator]`, and \
             write the yield in the function itself, not in a closure, in a function inside of it \
             or in the definition of another macro"
        }
    };
}

/// Hands the generator's steps to another one until it returns; the value is what that returned.
///
/// It stands where [`yield_!`](crate::yield_) does. What is delegated to is any
/// [`Coroutine`](crate::Coroutine) with the `Yield`, `Resume` and `Error` of the generator, or,
/// where `Resume` is `()`, anything that can be iterated over with its items, whose value is then
/// `()`. It is Python's `yield from` ([PEP 380](https://peps.python.org/pep-0380/)).
///
/// Values that are sent, errors thrown in, and closes go to the innermost generator. If it does
/// not catch an error, all generators up to a [`try_yield_from!`](crate::try_yield_from) that
/// does are dropped, the innermost first. On a close, a generator that is delegating is closed
/// itself after its delegate, whatever that returned. A delegate that yields instead of closing
/// ends all that delegate to it.
///
/// A step costs the same at any depth, and depth takes no stack: a delegate's frame moves to the
/// outermost generator. One that is lent (`&mut g`), or was started before, keeps its own.
///
/// ```
/// use genfn::generator;
///
/// struct Tree {
///     left: Option<Box<Tree>>,
///     value: u32,
///     right: Option<Box<Tree>>,
/// }
///
/// #[generator]
/// fn in_order(tree: &Tree) -> impl Iterator<Item = u32> {
///     if let Some(left) = &tree.left {
///         yield_from!(in_order(left));
///     }
///     yield_!(tree.value);
///     if let Some(right) = &tree.right {
///         yield_from!(in_order(right));
///     }
/// }
///
/// let leaf = |value| Some(Box::new(Tree { left: None, value, right: None }));
/// let tree = Tree { left: leaf(1), value: 2, right: leaf(3) };
/// assert_eq!(in_order(&tree).collect::<Vec<_>>(), [1, 2, 3]);
/// ```
///
/// # Panics
///
/// If it is given a coroutine that is finished and whose value was taken already; or one that
/// waits for a value of a type without a default.
#[macro_export]
macro_rules! yield_from {
    ($($delegate:tt)*) => {
        ::core::compile_error! {
            "`yield_from!` belongs in the body of a generator: mark the function `#[generator]`, and \
             write the yield in the function itself, not in a closure, in a function inside of it \
             or in the definition of another macro"
        }
    };
}

/// Hands the generator's steps to another one until it returns, and catches what that does not.
///
/// It stands where [`yield_!`](crate::yield_) does, and takes what
/// [`yield_from!`](crate::yield_from) does. Its value is `Ok(returned)`, or
/// `Err(`[`Interrupt`](crate::Interrupt)`)` for an error or a close that left the delegate
/// uncaught: the delegate is dropped by then.
///
/// ```
/// use genfn::{Coroutine, CoroutineState, Interrupt, generator};
///
/// #[generator]
/// fn inner() -> impl Coroutine<Yield = u32, Error = String> {
///     yield_!(1);
/// }
///
/// #[generator]
/// fn outer() -> impl Coroutine<Yield = u32, Error = String> {
///     if let Err(Interrupt::Thrown(_)) = try_yield_from!(inner()) {
///         yield_!(2);
///     }
/// }
///
/// let mut outer = outer();
/// outer.start().unwrap();
/// assert_eq!(outer.throw("stop".to_owned()), Ok(CoroutineState::Yielded(2)));
/// ```
#[macro_export]
macro_rules! try_yield_from {
    ($($delegate:tt)*) => {
        ::core::compile_error! {
            "`try_yield_from!` belongs in the body of a generator: mark the function `#[generator]`, and \
             write the yield in the function itself, not in a closure, in a function inside of it \
             or in the definition of another macro"
        }
    };
}
