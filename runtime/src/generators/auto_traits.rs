//! Which generators are `Send` and `Sync`.
//!
//! rustc would find out by itself, field by field. But it counts each field as a level, and takes 128
//! levels at most: with these impls a generator is one level, and thirty generators that hold each other
//! are checked. A message about a type that is not `Send` then names that type and the generator, and
//! none of the fields between them.
//!
//! A generator over `Result`s and one that its caller pins are one level too, and `try_yield_from!` is, so
//! the impls for them pass over the machine, and the delegation, that is in them.
//!
//! Each impl asks for what the fields ask for. A generator consists of
//!
//! - `F`, the closure over its arguments, until it is started;
//! - `F::Body`, the suspended body, from then on;
//! - the output of the body, which `next` keeps for `take_return`;
//! - `H`, its size hint, which tells a generator in place ([`Captures`]);
//! - `D`, its stack of delegates.
//!
//! The types of the values that pass in and out are in none of these.
//!
//! `F::Arguments` are in the closure, so `F` asks for them, too. They come first in the bounds because
//! rustc then finds an argument one level earlier, and remembers what it has found: forty generators
//! that hold each other as arguments are checked. A message names the argument's type, and no closure.

use core::future::Future;

#[cfg(feature = "alloc")]
use crate::delegation::futures::Delegation;
use crate::delegation::futures::{CoroutineDelegation, IteratorDelegation, TryDelegation};
#[cfg(feature = "alloc")]
use crate::generators::fallible::FallibleGenerator;
#[cfg(feature = "alloc")]
use crate::generators::machine::HeapGenerator;
use crate::generators::machine::{InlineGenerator, PinnedGenerator};
#[cfg(feature = "alloc")]
use crate::generators::size_hint::UnknownInPlace;
use crate::generators::size_hint::{Remaining, Unknown};
use crate::generators::start::Start;
use crate::protocol::coroutine::Coroutine;
use crate::step::drive::Driver;
use crate::step::suspension::{FirstPoll, Protocol};

/// What the closure `F` holds and the body that it makes does not hold.
///
/// That is all of a function's closure: its body takes the arguments later, and may be done with one before
/// it is suspended. The closure of a generator in place has no arguments. Outside of its body it has no
/// token of the user's, and both capture by value: so it captures what the body captures. The body is then
/// all that is asked for. rustc asks for a body that is in the same function later than for all else, and
/// would report a captured value twice.
pub trait Captures<F> {
    /// Has the auto traits of what only the closure holds.
    type Captured;
}

impl<F> Captures<F> for Unknown {
    type Captured = F;
}

impl<F> Captures<F> for Remaining {
    type Captured = F;
}

#[cfg(feature = "alloc")]
impl<F> Captures<F> for UnknownInPlace {
    type Captured = ();
}

// SAFETY: each field is one of the types above, owned by the generator, and `Protocol` holds no value.
#[cfg(feature = "alloc")]
unsafe impl<F, Y, S, E, H, D> Send for HeapGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    F::Arguments: Send,
    H: Captures<F> + Send,
    H::Captured: Send,
    F::Body: Send,
    <F::Body as Future>::Output: Send,
    D: Driver + Send,
{
}

// SAFETY: each field is one of the types above, owned by the generator, and `Protocol` holds no value.
#[cfg(feature = "alloc")]
unsafe impl<F, Y, S, E, H, D> Sync for HeapGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    F::Arguments: Sync,
    H: Captures<F> + Sync,
    H::Captured: Sync,
    F::Body: Sync,
    <F::Body as Future>::Output: Sync,
    D: Driver + Sync,
{
}

// SAFETY: each field is one of the types above, owned by the generator, and `Protocol` holds no value.
unsafe impl<F, Y, S, E, H, D> Send for InlineGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    F::Arguments: Send,
    H: Captures<F> + Send,
    H::Captured: Send,
    F::Body: Send,
    <F::Body as Future>::Output: Send,
    D: Driver + Send,
{
}

// SAFETY: each field is one of the types above, owned by the generator, and `Protocol` holds no value. The
// body is not used through a shared reference.
unsafe impl<F, Y, S, E, H, D> Sync for InlineGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    F::Arguments: Sync,
    H: Captures<F> + Sync,
    H::Captured: Sync,
    F::Body: Sync,
    <F::Body as Future>::Output: Sync,
    D: Driver + Sync,
{
}

// SAFETY: its fields are a `HeapGenerator`, whose impl has these bounds, and an enum without values.
#[cfg(feature = "alloc")]
unsafe impl<F, Y, S, E, H, D> Send for FallibleGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    F::Arguments: Send,
    H: Captures<F> + Send,
    H::Captured: Send,
    F::Body: Send,
    <F::Body as Future>::Output: Send,
    D: Driver + Send,
{
}

// SAFETY: its fields are a `HeapGenerator`, whose impl has these bounds, and an enum without values.
#[cfg(feature = "alloc")]
unsafe impl<F, Y, S, E, H, D> Sync for FallibleGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    F::Arguments: Sync,
    H: Captures<F> + Sync,
    H::Captured: Sync,
    F::Body: Sync,
    <F::Body as Future>::Output: Sync,
    D: Driver + Sync,
{
}

// SAFETY: its field is an `InlineGenerator`, whose impl has these bounds.
unsafe impl<F, Y, S, E, H, D> Send for PinnedGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    F::Arguments: Send,
    H: Captures<F> + Send,
    H::Captured: Send,
    F::Body: Send,
    <F::Body as Future>::Output: Send,
    D: Driver + Send,
{
}

// SAFETY: its field is an `InlineGenerator`, whose impl has these bounds.
unsafe impl<F, Y, S, E, H, D> Sync for PinnedGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    F::Arguments: Sync,
    H: Captures<F> + Sync,
    H::Captured: Sync,
    F::Body: Sync,
    <F::Body as Future>::Output: Sync,
    D: Driver + Sync,
{
}

// SAFETY: it holds no value. The delegate, which it stands for, is on the stack of the generator, and moves
// between threads with the generator: hence the bound.
#[cfg(feature = "alloc")]
unsafe impl<C: Coroutine + Send> Send for Delegation<C> {}

// SAFETY: it holds no value, and nobody uses the delegate through a shared reference to the generator.
#[cfg(feature = "alloc")]
unsafe impl<C: Coroutine + Sync> Sync for Delegation<C> {}

// SAFETY: its only fields are the coroutine and a function pointer.
unsafe impl<C: Coroutine + Send> Send for CoroutineDelegation<C> {}

// SAFETY: its only fields are the coroutine and a function pointer.
unsafe impl<C: Coroutine + Sync> Sync for CoroutineDelegation<C> {}

// SAFETY: its only field is the `Delegation`, whose impl has this bound.
#[cfg(feature = "alloc")]
unsafe impl<C: Coroutine + Send> Send for TryDelegation<Delegation<C>> {}

// SAFETY: its only field is the `Delegation`, whose impl has this bound.
#[cfg(feature = "alloc")]
unsafe impl<C: Coroutine + Sync> Sync for TryDelegation<Delegation<C>> {}

// SAFETY: its only field is the `CoroutineDelegation`, whose impl has this bound.
unsafe impl<C: Coroutine + Send> Send for TryDelegation<CoroutineDelegation<C>> {}

// SAFETY: its only field is the `CoroutineDelegation`, whose impl has this bound.
unsafe impl<C: Coroutine + Sync> Sync for TryDelegation<CoroutineDelegation<C>> {}

// SAFETY: its only fields are the iterator and a function pointer.
unsafe impl<I: Send, S, E, D> Send for TryDelegation<IteratorDelegation<I, S, E, D>> {}

// SAFETY: its only fields are the iterator and a function pointer.
unsafe impl<I: Sync, S, E, D> Sync for TryDelegation<IteratorDelegation<I, S, E, D>> {}

// SAFETY: it holds no value.
unsafe impl<Y, S, E, D, A> Send for FirstPoll<Y, S, E, D, A> {}

// SAFETY: it holds no value.
unsafe impl<Y, S, E, D, A> Sync for FirstPoll<Y, S, E, D, A> {}
