//! The generators that the macros make: state machines around a body.

mod auto_traits;
#[cfg(feature = "alloc")]
pub(crate) mod boxed;
pub(crate) mod expression;
#[cfg(feature = "alloc")]
pub(crate) mod fallible;
pub(crate) mod fallible_item;
#[cfg(feature = "alloc")]
pub(crate) mod heap;
pub(crate) mod inline;
#[cfg(feature = "alloc")]
pub(crate) mod iterator;
pub(crate) mod machine;
pub(crate) mod pinned;
pub(crate) mod size_hint;
pub(crate) mod start;
pub(crate) mod state;
