//! Combinators: coroutines that are made of coroutines, and the loops that drive one to its end.
//!
//! Each combinator wraps a coroutine and is a coroutine itself. It holds no state of the protocol:
//! its status is the status of what it wraps, so each operation fails in the same states.

pub(crate) mod and_then;
#[cfg(feature = "alloc")]
pub(crate) mod borrowing;
#[cfg(feature = "nightly")]
pub(crate) mod core_coroutine;
pub(crate) mod extension;
mod forward;
pub(crate) mod inspect;
pub(crate) mod iterate;
pub(crate) mod lend;
pub(crate) mod map_error;
pub(crate) mod map_resume;
pub(crate) mod map_return;
pub(crate) mod map_yield;
pub(crate) mod sources;
pub(crate) mod started;
