//! Generators with their body in the box of a `BoxGenerator`.

use alloc::boxed::Box;
use core::future::Future;
use core::marker::PhantomData;

use crate::generators::machine::InlineGenerator;
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::generators::start::Start;
use crate::protocol::coroutine::{Coroutine, forward_coroutine};
use crate::protocol::erased::Unmade;
use crate::state::Status;
use crate::step::drive::Driver;
use crate::step::suspension::{Protocol, PushPermit, Pushed};

/// A generator in its box, whose steps are called through a vtable.
///
/// The first step is a function of its own. A step that makes the body needs registers, which every later
/// step would otherwise save and restore.
#[repr(transparent)]
pub struct InBox<G>(G);

impl<G: Coroutine> Coroutine for InBox<G> {
    type Yield = G::Yield;
    type Resume = G::Resume;
    type Return = G::Return;
    type Error = G::Error;

    forward_coroutine! { self => self.0;
        start send throw close status take_return __size_hint __keeps_return __suspended_at
    }

    #[inline]
    fn __step_by_default(&mut self) -> Option<G::Yield>
    where
        G::Resume: Default,
    {
        /// Takes the first step of a generator, or none if the generator is finished.
        #[cold]
        #[inline(never)]
        fn step_of_another_status<G>(generator: &mut G) -> Option<G::Yield>
        where
            G: Coroutine,
            G::Resume: Default,
        {
            generator.__step_by_default()
        }

        if self.0.status() != Status::Suspended {
            return step_of_another_status(&mut self.0);
        }
        self.0.__step_by_default()
    }

    // A step of the delegation goes straight to the generator.
    #[inline]
    fn __push(
        self,
        permit: PushPermit<Self, G::Yield, G::Resume, G::Error, G::Return>,
        resume: Option<fn() -> G::Resume>,
    ) -> Pushed {
        self.0.__push(permit.pass_to(), resume)
    }

    #[inline]
    fn __push_boxed(
        self: Box<Self>,
        permit: PushPermit<Self, G::Yield, G::Resume, G::Error, G::Return>,
        resume: Option<fn() -> G::Resume>,
    ) -> Pushed {
        // SAFETY: an `InBox` has the layout of its generator, which stays in the box (I5).
        let generator = unsafe { Box::from_raw(Box::into_raw(self).cast::<G>()) };
        generator.__push_boxed(permit.pass_to(), resume)
    }
}

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
    type Made = InBox<InlineGenerator<F, Y, S, E, H, D>>;

    #[inline]
    fn make(self) -> Box<Self::Made> {
        // SAFETY: I2, I3, I4 and I7, as `new` was promised. I5, nobody gets to the inside of the box.
        let generator = unsafe { InlineGenerator::boxed(self.start, self.size_hint) };
        // SAFETY: an `InBox` has the layout of its generator, which stays in the box (I5).
        unsafe { Box::from_raw(Box::into_raw(generator).cast()) }
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
