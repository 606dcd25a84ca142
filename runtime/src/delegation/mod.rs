//! Delegation, `yield_from!`: what can be delegated to, how a body waits for it, and how it is
//! driven.
//!
//! A delegation to a generator pushes the body of that generator on the stack of the root, so that
//! a step goes straight to the body. An iterator stays in the future that the delegating body
//! awaits. Each step of that body calls its `next`.
//!
//! The expansion finds out by method lookup whether a value is a coroutine or an iterator, in the
//! order [`CoroutineKind`](kind::CoroutineKind), [`IteratorKind`](kind::IteratorKind),
//! [`OtherKind`](kind::OtherKind), on a reference to a [`Kind`](kind::Kind). The messages for a delegate
//! that does not fit are the `on_unimplemented` attributes of the traits in [`kind`].

pub(crate) mod driven;
#[cfg(feature = "alloc")]
pub(crate) mod driver;
pub(crate) mod entry;
#[cfg(feature = "alloc")]
pub(crate) mod frame;
pub(crate) mod futures;
pub(crate) mod kind;
