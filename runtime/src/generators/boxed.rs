//! Generators that have their body in the box of a `BoxGenerator`.

use alloc::boxed::Box;
use core::future::Future;
use core::marker::PhantomData;

use crate::generators::machine::InlineGenerator;
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::protocol::erased::Unmade;
use crate::step::drive::Driver;
use crate::step::suspension::Protocol;

/// A generator that will have its body in its box: its arguments, and its size hint.
pub struct Unboxed<F, Body, Y, S, E, H, D> {
    start: F,
    size_hint: H,
    types: PhantomData<(Protocol<Y, S, E, D>, fn() -> Body)>,
}

impl<F, A, Body, Y, S, E, H, D> Unmade for Unboxed<F, Body, Y, S, E, H, D>
where
    F: FnOnce(Protocol<Y, S, E, D>) -> (Body, A),
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    type Made = InlineGenerator<F, Body, Y, S, E, H, D>;

    #[inline]
    fn make(self) -> Box<Self::Made> {
        // SAFETY: `Unboxed::new` was promised that genfn's macros wrote the closure, and the box is one
        // that nobody can reach (`Unmade::make`), so the generator is not moved.
        unsafe { InlineGenerator::boxed(self.start, self.size_hint) }
    }
}

impl<F, Body, Y, S, E, D> Unboxed<F, Body, Y, S, E, Unknown, D> {
    /// A generator that runs the body which `start` makes.
    ///
    /// # Safety
    ///
    /// `start` is a closure that genfn's macros wrote (`InlineGenerator::new`).
    #[inline(always)]
    pub(crate) const unsafe fn new(start: F) -> Self {
        Self { start, size_hint: Unknown, types: PhantomData }
    }

    /// The same with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(self, size_hint: H) -> Unboxed<F, Body, Y, S, E, H, D> {
        Unboxed { start: self.start, size_hint, types: PhantomData }
    }
}
