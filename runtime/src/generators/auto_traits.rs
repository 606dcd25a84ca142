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
//! - `H`, its size hint;
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
use crate::generators::start::Start;
use crate::protocol::coroutine::Coroutine;
use crate::step::drive::Driver;
use crate::step::suspension::{FirstPoll, Protocol};

/// Implements `Send` or `Sync`. `Sync` has the same conditions, since no function of a generator uses the
/// body or a delegate through a shared reference to the generator.
macro_rules! auto_trait {
    ($Auto:ident) => {
        // SAFETY: each field is one of the types above, owned by the generator, and `Protocol` holds no
        // value.
        #[cfg(feature = "alloc")]
        unsafe impl<F, Y, S, E, H, D> $Auto for HeapGenerator<F, Y, S, E, H, D>
        where
            F: Start<Protocol<Y, S, E, D>>,
            F::Arguments: $Auto,
            F: $Auto,
            F::Body: $Auto,
            <F::Body as Future>::Output: $Auto,
            H: $Auto,
            D: Driver + $Auto,
        {
        }

        // SAFETY: as for a `HeapGenerator`: the fields are the same.
        unsafe impl<F, Y, S, E, H, D> $Auto for InlineGenerator<F, Y, S, E, H, D>
        where
            F: Start<Protocol<Y, S, E, D>>,
            F::Arguments: $Auto,
            F: $Auto,
            F::Body: $Auto,
            <F::Body as Future>::Output: $Auto,
            H: $Auto,
            D: Driver + $Auto,
        {
        }

        // SAFETY: its fields are a `HeapGenerator`, whose impl has these bounds, and an enum without
        // values.
        #[cfg(feature = "alloc")]
        unsafe impl<F, Y, S, E, H, D> $Auto for FallibleGenerator<F, Y, S, E, H, D>
        where
            F: Start<Protocol<Y, S, E, D>>,
            F::Arguments: $Auto,
            F: $Auto,
            F::Body: $Auto,
            <F::Body as Future>::Output: $Auto,
            H: $Auto,
            D: Driver + $Auto,
        {
        }

        // SAFETY: its field is an `InlineGenerator`, whose impl has these bounds.
        unsafe impl<F, Y, S, E, H, D> $Auto for PinnedGenerator<F, Y, S, E, H, D>
        where
            F: Start<Protocol<Y, S, E, D>>,
            F::Arguments: $Auto,
            F: $Auto,
            F::Body: $Auto,
            <F::Body as Future>::Output: $Auto,
            H: $Auto,
            D: Driver + $Auto,
        {
        }

        // SAFETY: it holds no value. The delegate, which it stands for, is on the stack of the generator,
        // and moves between threads with the generator: hence the bound.
        #[cfg(feature = "alloc")]
        unsafe impl<C: Coroutine + $Auto> $Auto for Delegation<C> {}

        // SAFETY: its only fields are the coroutine and a function pointer.
        unsafe impl<C: Coroutine + $Auto> $Auto for CoroutineDelegation<C> {}

        // SAFETY: its only field is the `Delegation`, whose impl has this bound.
        #[cfg(feature = "alloc")]
        unsafe impl<C: Coroutine + $Auto> $Auto for TryDelegation<Delegation<C>> {}

        // SAFETY: its only field is the `CoroutineDelegation`, whose impl has this bound.
        unsafe impl<C: Coroutine + $Auto> $Auto for TryDelegation<CoroutineDelegation<C>> {}

        // SAFETY: its only fields are the iterator and a function pointer.
        unsafe impl<I: $Auto, S, E, D> $Auto for TryDelegation<IteratorDelegation<I, S, E, D>> {}

        // SAFETY: it holds no value.
        unsafe impl<Y, S, E, D, A, const ONE_YIELD: bool> $Auto
            for FirstPoll<Y, S, E, D, A, ONE_YIELD>
        {
        }
    };
}

auto_trait!(Send);
auto_trait!(Sync);
