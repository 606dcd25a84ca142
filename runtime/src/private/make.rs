//! The machines that the macros make: one for each place of a body, and each kind of body.

use core::future::Future;

#[cfg(feature = "alloc")]
use crate::delegation::driver::DelegateStack;
#[cfg(feature = "alloc")]
use crate::generators::boxed::Unboxed;
#[cfg(feature = "alloc")]
use crate::generators::machine::HeapGenerator;
use crate::generators::pinned::PinnedGenerator;
use crate::generators::size_hint::Unknown;
use crate::step::drive::NoDelegates;
use crate::step::suspension::{Promise, Protocol};

/// What makes a `$made`.
macro_rules! maker {
    ($(#[$documentation:meta])* $name:ident, $made:ty) => {
        $(#[$documentation])*
        ///
        /// What is promised is as for `HeapGenerator::new`.
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
    /// A generator that can be moved at any time. Its body does not delegate.
    generator, HeapGenerator<F, Body, Y, S, E, Unknown, NoDelegates>
}

#[cfg(feature = "alloc")]
maker! {
    /// A generator that can be moved at any time. Its body may delegate.
    delegating_generator, HeapGenerator<F, Body, Y, S, E, Unknown, DelegateStack>
}

#[cfg(feature = "alloc")]
maker! {
    /// A generator for a box of its own, where it stays. Its body does not delegate.
    generator_in_box, Unboxed<F, Body, Y, S, E, Unknown, NoDelegates>
}

#[cfg(feature = "alloc")]
maker! {
    /// A generator for a box of its own, where it stays. Its body may delegate.
    delegating_generator_in_box, Unboxed<F, Body, Y, S, E, Unknown, DelegateStack>
}

maker! {
    /// A generator that its caller pins. Its body may delegate, to what it holds itself.
    pinned_generator, PinnedGenerator<F, Body, Y, S, E, Unknown, NoDelegates>
}
