//! Generators that have their body in the box of a `BoxGenerator`.

use alloc::boxed::Box;
use core::future::Future;
use core::marker::PhantomData;

use crate::generators::machine::InlineGenerator;
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::protocol::erased::Unmade;
use crate::step::drive::Driver;
use crate::step::suspension::{Promise, Protocol};

/// A generator that will have its body in its box: its arguments, and its size hint.
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
    /// What is promised is as for `InlineGenerator::new`; that it is not moved is up to its box.
    #[inline(always)]
    pub(crate) const fn new(promise: Promise, start: F) -> Self {
        Self { promise, start, size_hint: Unknown, types: PhantomData }
    }

    /// The same with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(self, size_hint: H) -> Unboxed<F, Body, Y, S, E, H, D> {
        Unboxed { promise: self.promise, start: self.start, size_hint, types: PhantomData }
    }
}
