//! The functions that make a generator: one for each place of a body, and each kind of body.

use core::future::Future;

#[cfg(feature = "alloc")]
use crate::delegation::driver::DelegateStack;
#[cfg(feature = "alloc")]
use crate::generators::boxed::Unboxed;
#[cfg(feature = "alloc")]
use crate::generators::machine::HeapGenerator;
use crate::generators::machine::PinnedGenerator;
use crate::generators::size_hint::Unknown;
use crate::step::drive::NoDelegates;
use crate::step::suspension::{Promise, Protocol};

/// Defines a function that makes a `$made`.
macro_rules! maker {
    ($(#[$documentation:meta])* $name:ident, $made:ty) => {
        $(#[$documentation])*
        ///
        /// The promise is the one of `HeapGenerator::new`.
        #[inline(always)]
        pub fn $name<F, A, Body, Y, S, E>(
            promise: Promise,
            start: F,
        ) -> $made
        where
            F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
            Body: Future,
        {
            <$made>::new(promise, start)
        }
    };
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes a generator that can be moved at any time. Its body does not delegate.
    generator, HeapGenerator<F, Body, Y, S, E, Unknown, NoDelegates>
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes a generator that can be moved at any time. Its body may delegate.
    delegating_generator, HeapGenerator<F, Body, Y, S, E, Unknown, DelegateStack>
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes the parts of a generator that stays in a box. Its body does not delegate.
    generator_in_box, Unboxed<F, Body, Y, S, E, Unknown, NoDelegates>
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes the parts of a generator that stays in a box. Its body may delegate.
    delegating_generator_in_box, Unboxed<F, Body, Y, S, E, Unknown, DelegateStack>
}

maker! {
    /// Makes a generator that its caller pins. Its body may delegate, to coroutines that it holds
    /// itself.
    pinned_generator, PinnedGenerator<F, Body, Y, S, E, Unknown, NoDelegates>
}
