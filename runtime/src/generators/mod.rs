//! The generators that the macros make: state machines around a body.

#[cfg(feature = "alloc")]
pub(crate) mod boxed;
#[cfg(feature = "alloc")]
pub(crate) mod fallible;
#[cfg(feature = "alloc")]
pub(crate) mod heap;
pub(crate) mod inline;
#[cfg(feature = "alloc")]
pub(crate) mod iterator;
pub(crate) mod machine;
pub(crate) mod pinned;
pub(crate) mod size_hint;
pub(crate) mod state;
