//! Generators with their body in the box of a `BoxGenerator`.

use alloc::boxed::Box;
use core::future::Future;
use core::marker::PhantomData;

use crate::generators::machine::InlineGenerator;
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::generators::start::Start;
use crate::protocol::erased::Unmade;
use crate::step::drive::Driver;
use crate::step::suspension::Protocol;

/// The parts of a generator that is to be made in its box: its arguments, and its size hint.
pub struct Unboxed<F, Y, S, E, H, D> {
    start: F,
    size_hint: H,
    types: PhantomData<Protocol<Y, S, E, D>>,
}

impl<F, A, Body, Y, S, E, H, D> Unmade for Unboxed<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    type Made = InlineGenerator<F, Y, S, E, H, D>;

    #[inline]
    fn make(self) -> Box<Self::Made> {
        // SAFETY: I2, I3, I4 and I7, as `new` was promised. I5, nobody gets to the inside of the box.
        unsafe { InlineGenerator::boxed(self.start, self.size_hint) }
    }
}

impl<F, Y, S, E, D> Unboxed<F, Y, S, E, Unknown, D> {
    /// Creates the parts.
    ///
    /// # Safety
    ///
    /// A macro of genfn wrote the closure `start` (I2, I3, I4, I7).
    #[inline(always)]
    pub(crate) const unsafe fn new(start: F) -> Self {
        Self { start, size_hint: Unknown, types: PhantomData }
    }

    /// Returns the same parts with a size hint that counts down with the items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(self, size_hint: H) -> Unboxed<F, Y, S, E, H, D> {
        Unboxed { start: self.start, size_hint, types: PhantomData }
    }
}
