//! Generators with their body in the box of a `BoxGenerator`.

use alloc::boxed::Box;
use core::future::Future;
use core::marker::PhantomData;

use crate::generators::machine::InlineGenerator;
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::protocol::erased::Unmade;
use crate::step::drive::Driver;
use crate::step::suspension::{Promise, Protocol};

/// The parts of a generator that is to be made in its box: its arguments, and its size hint.
pub struct Unboxed<F, Body, Y, S, E, H, D> {
    promise: Promise,
    start: F,
    size_hint: H,
    types: PhantomData<(Protocol<Y, S, E>, fn() -> (Body, D))>,
}

impl<F, A, Body, Y, S, E, H, D> Unmade for Unboxed<F, Body, Y, S, E, H, D>
where
    F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    type Made = InlineGenerator<F, Body, Y, S, E, H, D>;

    #[inline]
    fn make(self) -> Box<Self::Made> {
        InlineGenerator::boxed(self.promise, self.start, self.size_hint)
    }
}

impl<F, Body, Y, S, E, D> Unboxed<F, Body, Y, S, E, Unknown, D> {
    /// Creates the parts. The promise is the one of `InlineGenerator::new`. The box sees to I5.
    #[inline(always)]
    pub(crate) const fn new(promise: Promise, start: F) -> Self {
        Self { promise, start, size_hint: Unknown, types: PhantomData }
    }

    /// Returns the same parts with a size hint that counts down with the items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(self, size_hint: H) -> Unboxed<F, Body, Y, S, E, H, D> {
        Unboxed { promise: self.promise, start: self.start, size_hint, types: PhantomData }
    }
}
