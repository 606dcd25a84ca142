//! Combinators: coroutines that are made of coroutines, and the loops that drive one to its end.
//!
//! Each combinator wraps a coroutine and is a coroutine itself. It holds no state of the protocol:
//! its status is the status of what it wraps, so each operation fails in the same states.

mod and_then;
#[cfg(feature = "alloc")]
mod borrowing;
#[cfg(feature = "nightly")]
mod core_coroutine;
mod extension;
mod forward;
mod inspect;
mod iterate;
mod lend;
mod map_error;
mod map_resume;
mod map_return;
mod map_yield;
mod sources;
mod started;

pub use and_then::AndThen;
#[cfg(feature = "alloc")]
pub use borrowing::{Borrowed, Borrowing};
#[cfg(feature = "nightly")]
pub use core_coroutine::{FromCore, IntoCore, from_core};
pub use extension::CoroutineExt;
pub use inspect::Inspect;
pub use iterate::Iterate;
pub use lend::Lend;
pub use map_error::{MapError, WithError};
pub use map_resume::MapResume;
pub use map_return::MapReturn;
pub use map_yield::MapYield;
pub use sources::{FromFn, FromIter, Successors, from_fn, from_iter, successors};
pub use started::Started;
