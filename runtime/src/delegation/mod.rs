//! Delegation, `yield_from!`: what can be delegated to, how a body waits for it, and how it is driven.
//!
//! A generator is taken apart and its body pushed on the root's stack of delegates, so that a step goes
//! straight to it. An iterator stays where it is: the body that delegates to it asks it for the
//! next item whenever it is stepped.
//!
//! Which of the two a value is, the expansion finds out by method lookup, in the order of
//! [`CoroutineKind`](kind::CoroutineKind), [`IteratorKind`](kind::IteratorKind),
//! [`OtherKind`](kind::OtherKind), on a reference to a [`Kind`](kind::Kind).

pub(crate) mod driven;
#[cfg(feature = "alloc")]
pub(crate) mod driver;
pub(crate) mod entry;
#[cfg(feature = "alloc")]
pub(crate) mod frame;
pub(crate) mod futures;
pub(crate) mod kind;
