//! The macro that pins a coroutine to the stack.

/// Pins a [`PinCoroutine`](crate::PinCoroutine) to the stack, and gives the handle to step it by.
///
/// The coroutine moves in, and lives until the end of the block that the handle is bound in, as
/// with [`core::pin::pin!`]. There it is dropped, wherever it is suspended. Nothing is allocated.
///
/// ```text
/// pin = "pin!" "(" Expression [ "," ] ")"
/// ```
///
/// The expression is a `PinCoroutine` by value; the value of the macro is a
/// [`Pinned`](crate::Pinned), which is a [`Coroutine`](crate::Coroutine), and an iterator where
/// `Resume` has a default.
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
/// The handle borrows from that block, so it cannot be returned from it. To return or keep a
/// `PinCoroutine` that runs, put it into a box, `Box::pin`, and take the handle with
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
