//! The macro that pins a coroutine to the stack.

/// Pins a [`PinCoroutine`](crate::PinCoroutine) to the stack, and returns a handle to it.
///
/// The macro takes the coroutine by value. The coroutine is dropped at the end of the block that
/// binds the handle, as with [`core::pin::pin!`], whatever its status. The macro does not allocate.
///
/// ```text
/// pin = "pin!" "(" Expression [ "," ] ")"
/// ```
///
/// The expression is a `PinCoroutine`. The value of the macro is a [`Pinned`](crate::Pinned), which
/// is a [`Coroutine`](crate::Coroutine), and an iterator if `Resume` implements [`Default`].
///
/// ```
/// use genfn::{PinCoroutine, generator, pin};
///
/// #[generator]
/// fn collatz(start: u64) -> impl PinCoroutine<Yield = u64> {
///     let mut number = start;
///     while number != 1 {
///         yield_!(number);
///         number = if number % 2 == 0 { number / 2 } else { 3 * number + 1 };
///     }
/// }
///
/// for number in pin!(collatz(6)) {
///     assert!(number <= 16);
/// }
/// let mut numbers = pin!(collatz(6));
/// assert_eq!(numbers.next(), Some(6));
/// assert_eq!(numbers.collect::<Vec<_>>(), [3, 10, 5, 16, 8, 4, 2]);
/// ```
///
/// The handle borrows from the block, so the block cannot return it. To return or store a
/// `PinCoroutine` that was started, pin it with `Box::pin` and make the handle with
/// [`Pinned::new`](crate::Pinned::new).
///
/// ```compile_fail,E0515
/// use genfn::{PinCoroutine, generator, pin};
///
/// #[generator]
/// fn forever() -> impl PinCoroutine<Yield = u32> {
///     loop {
///         yield_!(0);
///     }
/// }
///
/// fn escape<'a>() -> genfn::Pinned<'a, impl PinCoroutine<Yield = u32>> {
///     pin!(forever())
/// }
/// ```
#[macro_export]
macro_rules! pin {
    ($coroutine:expr $(,)?) => {
        $crate::Pinned { __coroutine: ::core::pin::pin!($coroutine) }
    };
}
