//! The protocol of coroutines, for all types that implement it.

pub(crate) mod coroutine;
#[cfg(feature = "alloc")]
pub(crate) mod erased;
pub(crate) mod pinned;
