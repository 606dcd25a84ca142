//! The machines that the macros make: one for each place of a frame, and each kind of body.

use core::future::Future;

#[cfg(feature = "alloc")]
use crate::boxed::Unboxed;
use crate::drive::{NoDelegates, OnlyYields};
#[cfg(feature = "alloc")]
use crate::frames::Frames;
#[cfg(feature = "alloc")]
use crate::machine::GeneratorObject;
use crate::pinned::PinnedObject;
use crate::size_hint::Unknown;
use crate::slot::{Promise, Token};

/// What makes a `$made`.
macro_rules! maker {
    ($(#[$documentation:meta])* $name:ident, $made:ty) => {
        $(#[$documentation])*
        ///
        /// What is promised is as for `GeneratorObject::new`.
        #[inline(always)]
        pub fn $name<F, A, Frame, Y, S, E>(
            promise: Promise,
            start: F,
        ) -> $made
        where
            F: FnOnce(Token<Y, S, E>) -> (Frame, A),
            Frame: Future,
        {
            <$made>::new(promise, start)
        }
    };
}

#[cfg(feature = "alloc")]
maker! {
    /// A generator that can be moved at any time. Its body does not delegate.
    generator, GeneratorObject<F, Frame, Y, S, E, Unknown, NoDelegates>
}

#[cfg(feature = "alloc")]
maker! {
    /// A generator that can be moved at any time. Its body waits for nothing but its yields.
    yielding_generator, GeneratorObject<F, Frame, Y, S, E, Unknown, OnlyYields>
}

#[cfg(feature = "alloc")]
maker! {
    /// A generator that can be moved at any time. Its body may delegate.
    delegating_generator, GeneratorObject<F, Frame, Y, S, E, Unknown, Frames>
}

#[cfg(feature = "alloc")]
maker! {
    /// A generator for a box of its own, where it stays. Its body does not delegate.
    generator_in_box, Unboxed<F, Frame, Y, S, E, Unknown, NoDelegates>
}

#[cfg(feature = "alloc")]
maker! {
    /// A generator for a box of its own, where it stays. Its body waits for nothing
    /// but its yields.
    yielding_generator_in_box, Unboxed<F, Frame, Y, S, E, Unknown, OnlyYields>
}

#[cfg(feature = "alloc")]
maker! {
    /// A generator for a box of its own, where it stays. Its body may delegate.
    delegating_generator_in_box, Unboxed<F, Frame, Y, S, E, Unknown, Frames>
}

maker! {
    /// A generator that its caller pins. Its body may delegate, to what it holds itself.
    pinned_generator, PinnedObject<F, Frame, Y, S, E, Unknown, NoDelegates>
}

maker! {
    /// A generator that its caller pins. Its body waits for nothing but its yields.
    yielding_pinned_generator, PinnedObject<F, Frame, Y, S, E, Unknown, OnlyYields>
}
