//! The streams that the macros make: one trait for each place of a body.
//!
//! Each has one method, `unsafe` and of a name of its own: the one promise of an expansion. It covers
//! all that the closure does with the protocol that it is given, so that nothing else in an expansion
//! has to be `unsafe`.

use core::future::Future;

use crate::generators::size_hint::Unknown;
#[cfg(feature = "alloc")]
use crate::stream::boxed::BoxedStream;
use crate::stream::machine::PinnedStream;
#[cfg(feature = "alloc")]
use crate::stream::movable::MovableStream;
use crate::stream::poll::Ending;
use crate::stream::step::StreamDriver;
use crate::stream::suspension::StreamProtocol;

/// Makes a stream that its caller pins.
pub trait MakePinnedStream<Y, A, Body, D>: Sized {
    /// The stream that runs the body which this closure makes.
    ///
    /// # Safety
    ///
    /// The closure was produced by genfn's macros, so that S1 and S2 hold for its body.
    unsafe fn make_pinned_stream_of_the_generator(self) -> PinnedStream<Self, Body, Y, Unknown, D>
    where
        Body: Future,
        D: StreamDriver;
}

impl<F, Y, A, Body, D> MakePinnedStream<Y, A, Body, D> for F
where
    F: FnOnce(StreamProtocol<Y, D>) -> (Body, A),
    Body: Future,
    Body::Output: Ending<Y>,
{
    #[inline(always)]
    unsafe fn make_pinned_stream_of_the_generator(self) -> PinnedStream<Self, Body, Y, Unknown, D>
    where
        D: StreamDriver,
    {
        PinnedStream::new(self, Unknown)
    }
}

/// Makes a stream that can be moved at any time.
#[cfg(feature = "alloc")]
pub trait MakeMovableStream<Y, A, Body, D>: Sized {
    /// The stream that runs the body which this closure makes.
    ///
    /// # Safety
    ///
    /// The closure was produced by genfn's macros, so that S1 and S2 hold for its body.
    unsafe fn make_movable_stream_of_the_generator(
        self,
    ) -> MovableStream<Self, Body, Y, Unknown, D>
    where
        Body: Future,
        D: StreamDriver;
}

#[cfg(feature = "alloc")]
impl<F, Y, A, Body, D> MakeMovableStream<Y, A, Body, D> for F
where
    F: FnOnce(StreamProtocol<Y, D>) -> (Body, A),
    Body: Future,
    Body::Output: Ending<Y>,
{
    #[inline(always)]
    unsafe fn make_movable_stream_of_the_generator(self) -> MovableStream<Self, Body, Y, Unknown, D>
    where
        D: StreamDriver,
    {
        MovableStream::new(self)
    }
}

/// Makes a stream for a box of its own, which erases its type.
#[cfg(feature = "alloc")]
pub trait MakeBoxedStream<Y, A, Body, D>: Sized {
    /// The stream that runs the body which this closure makes.
    ///
    /// # Safety
    ///
    /// The closure was produced by genfn's macros for this method, so that S1, S2 and S7 hold for its
    /// body.
    unsafe fn make_boxed_stream_of_the_generator(self) -> BoxedStream<Self, Body, Y, Unknown, D>
    where
        Body: Future,
        D: StreamDriver;
}

#[cfg(feature = "alloc")]
impl<F, Y, A, Body, D> MakeBoxedStream<Y, A, Body, D> for F
where
    F: FnOnce(StreamProtocol<Y, D>) -> (Body, A),
    Body: Future,
    Body::Output: Ending<Y>,
{
    #[inline(always)]
    unsafe fn make_boxed_stream_of_the_generator(self) -> BoxedStream<Self, Body, Y, Unknown, D>
    where
        D: StreamDriver,
    {
        BoxedStream::new(self)
    }
}
