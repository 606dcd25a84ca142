//! The streams that the macros make: one trait for each place of a body.
//!
//! Each has one method, `unsafe` and of a name of its own: the one promise of an expansion. It covers
//! all that the closure does with the protocol that it is given, so that nothing else in an expansion
//! has to be `unsafe`.

use core::future::Future;

use crate::generators::size_hint::Unknown;
use crate::generators::start::{Start, StartInPlace};
#[cfg(feature = "alloc")]
use crate::stream::boxed::BoxedStream;
use crate::stream::machine::PinnedStream;
#[cfg(feature = "alloc")]
use crate::stream::movable::MovableStream;
use crate::stream::poll::Ending;
use crate::stream::step::StreamDriver;
use crate::stream::suspension::StreamProtocol;

/// What makes a stream of a closure, and of an `async` block whose value is a closure.
macro_rules! maker {
    (
        $(#[$documentation:meta])*
        $maker:ident, $method:ident;
        $maker_in_place:ident, $method_in_place:ident;
        $stream:ident: $new:expr, $invariants:literal
    ) => {
        $(#[$documentation])*
        pub trait $maker<Y, Body, D>: Sized {
            /// The stream that runs the body which this closure makes.
            ///
            /// # Safety
            ///
            #[doc = concat!("genfn's macros wrote the closure for this method, so that ", $invariants)]
            /// hold for its body.
            unsafe fn $method(self) -> $stream<Self, Body, Y, Unknown, D>
            where
                Body: Future,
                D: StreamDriver;
        }

        impl<F, Y, Body, D> $maker<Y, Body, D> for F
        where
            F: Start<StreamProtocol<Y, D>, Body = Body>,
            Body: Future,
            Body::Output: Ending<Y>,
        {
            #[inline(always)]
            unsafe fn $method(self) -> $stream<Self, Body, Y, Unknown, D>
            where
                D: StreamDriver,
            {
                $new(self)
            }
        }

        $(#[$documentation])*
        ///
        /// The stream is one in place, whose closure is the value of an `async` block.
        pub trait $maker_in_place<Y, Body, D>: Future + Sized {
            /// The stream that runs the body which the closure makes.
            ///
            /// # Safety
            ///
            #[doc = concat!("As for a function's stream: ", $invariants)]
            /// hold for the body. And the closure is all that is in the block.
            unsafe fn $method_in_place(
                self,
            ) -> $stream<StartInPlace<Self>, Body, Y, Unknown, D>
            where
                Body: Future,
                D: StreamDriver;
        }

        impl<B, Y, Body, D> $maker_in_place<Y, Body, D> for B
        where
            B: Future,
            StartInPlace<B>: Start<StreamProtocol<Y, D>, Body = Body>,
            Body: Future,
            Body::Output: Ending<Y>,
        {
            #[inline(always)]
            unsafe fn $method_in_place(
                self,
            ) -> $stream<StartInPlace<Self>, Body, Y, Unknown, D>
            where
                D: StreamDriver,
            {
                // SAFETY: this function's own contract.
                $new(unsafe { StartInPlace::new(self) })
            }
        }
    };
}

maker! {
    /// Makes a stream that its caller pins.
    MakePinnedStream, make_pinned_stream_of_the_generator;
    MakePinnedStreamInPlace, make_pinned_stream_in_place_of_the_generator;
    PinnedStream: |start| PinnedStream::new(start, Unknown), "S1 and S2"
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes a stream that can be moved at any time.
    MakeMovableStream, make_movable_stream_of_the_generator;
    MakeMovableStreamInPlace, make_movable_stream_in_place_of_the_generator;
    MovableStream: MovableStream::new, "S1 and S2"
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes a stream for a box of its own, which erases its type.
    MakeBoxedStream, make_boxed_stream_of_the_generator;
    MakeBoxedStreamInPlace, make_boxed_stream_in_place_of_the_generator;
    BoxedStream: BoxedStream::new, "S1, S2 and S7"
}
