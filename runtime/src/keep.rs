//! Where a machine keeps its stages, which decides how they are dropped.
//!
//! A destructor that is not inlined is a call with the address of what it drops. For that call alone
//! LLVM would keep the machine in memory, and all that steps it would go there for the stage and the
//! frame. rustc has a machine dropped wherever the loop around it unwinds, and in such places LLVM
//! inlines next to nothing. So the drop is made small enough even for them: either it only frees a
//! frame, or the stages are moved out to a function which does not know where they were.

use alloc::alloc::Layout;
use core::hint::black_box;
use core::mem::{self, ManuallyDrop};
use core::ops::{Deref, DerefMut};
use core::ptr::{self, NonNull};

use crate::in_box::{InBox, free};
use crate::stages::Stages;

/// The stages of a machine, which are dropped with it.
pub(crate) struct Kept<F, Frame, R>(ManuallyDrop<InBox<F, Frame, R>>);

impl<F, Frame, R> Kept<F, Frame, R> {
    /// Whether a frame is moved with them.
    pub(crate) const HOLD_FRAME: bool = false;

    /// Whether anything but a frame has a destructor.
    const DROPS_MORE_THAN_A_FRAME: bool = mem::needs_drop::<F>() || mem::needs_drop::<R>();

    /// Whether a copy of them may be made on any stack.
    const ARE_SMALL: bool = size_of::<InBox<F, Frame, R>>() <= 256;

    #[inline(always)]
    pub(crate) const fn created(start: F) -> Self {
        Self(ManuallyDrop::new(Stages::Created(start)))
    }

    /// What makes the frame of a machine that was not started.
    #[inline(always)]
    pub(crate) fn into_start(self) -> F {
        self.into_inner().into_start()
    }

    /// The stages, which are not dropped.
    #[inline(always)]
    pub(crate) fn into_inner(self) -> InBox<F, Frame, R> {
        let mut kept = ManuallyDrop::new(self);
        // SAFETY: nobody takes or drops them after this, for `kept` is not dropped.
        unsafe { ManuallyDrop::take(&mut kept.0) }
    }
}

impl<F, Frame, R> Deref for Kept<F, Frame, R> {
    type Target = InBox<F, Frame, R>;

    #[inline(always)]
    fn deref(&self) -> &InBox<F, Frame, R> {
        &self.0
    }
}

impl<F, Frame, R> DerefMut for Kept<F, Frame, R> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut InBox<F, Frame, R> {
        &mut self.0
    }
}

impl<F, Frame, R> Drop for Kept<F, Frame, R> {
    #[inline(always)]
    fn drop(&mut self) {
        if const { !Self::DROPS_MORE_THAN_A_FRAME } {
            // Written out, it is less for rustc to compile than what drops any stage: two functions
            // for each box that LLVM has to inline.
            let (Stages::Suspended(frame) | Stages::Panicked(frame)) = &mut *self.0 else { return };
            // SAFETY: it is dropped where it is.
            let frame = NonNull::from(unsafe { frame.0.as_mut().get_unchecked_mut() });
            let layout = InBox::<F, Frame, R>::layout_of_frame();
            let _freed_last = Room { memory: frame.cast(), layout };
            // SAFETY: nobody drops it, or takes it, after this.
            unsafe { ptr::drop_in_place(frame.as_ptr()) };
        } else if const { !Self::ARE_SMALL } {
            // SAFETY: nobody takes or drops them after this.
            unsafe { ManuallyDrop::drop(&mut self.0) };
        } else if self.0.need_drop() {
            // SAFETY: as above.
            drop_a_copy(unsafe { ManuallyDrop::take(&mut self.0) });
        }
    }
}

/// The room of a frame in a box, which is freed with this even if a destructor panics in between.
struct Room {
    memory: NonNull<u8>,
    layout: Layout,
}

impl Drop for Room {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: it was in a box with this layout, whose frame has been dropped, or has panicked
        // while it was, and is not used again.
        unsafe { free(self.memory, self.layout) };
    }
}

/// Drops `stages`.
///
/// LLVM must not see that it does nothing else with them: it would leave out the copy, and pass the
/// address of the machine after all.
#[inline(never)]
fn drop_a_copy<F, Frame, R>(mut stages: InBox<F, Frame, R>) {
    black_box(&mut stages);
}
