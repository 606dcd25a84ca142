//! Combinators: coroutines made of other coroutines, and the loops that run a coroutine to its end.
//!
//! A combinator wraps a coroutine and implements `Coroutine`, except `Lend` and `Borrowing`, which lend
//! for one step. The status of a combinator is the status of the wrapped coroutine, so each operation
//! succeeds and fails in the same states. A combinator keeps the value that the body returned in a step
//! of `next`, for `take_return`. The sources, such as `from_fn`, wrap no coroutine.

pub(crate) mod and_then;
#[cfg(feature = "alloc")]
pub(crate) mod borrowing;
#[cfg(genfn_nightly)]
pub(crate) mod core_coroutine;
pub(crate) mod extension;
mod forward;
pub(crate) mod inspect;
#[cfg(feature = "stream")]
pub(crate) mod into_stream;
pub(crate) mod iterate;
pub(crate) mod lend;
pub(crate) mod map_error;
pub(crate) mod map_resume;
pub(crate) mod map_return;
pub(crate) mod map_yield;
pub(crate) mod sources;
pub(crate) mod started;
