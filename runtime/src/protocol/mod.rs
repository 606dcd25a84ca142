//! The protocol: what a caller can do with a coroutine, whichever type implements it.

pub(crate) mod coroutine;
#[cfg(feature = "alloc")]
pub(crate) mod erased;
pub(crate) mod pinned;
