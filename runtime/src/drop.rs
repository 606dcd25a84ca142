//! How a generator is dropped that has its frame in a box.
//!
//! A destructor that is not inlined is a call with the address of what it drops. For that call alone
//! LLVM would keep the machine in memory, and all that steps it would go there for the stage and the
//! frame. rustc has a machine dropped wherever the loop around it unwinds, and in such places LLVM
//! inlines next to nothing. So the drop is made small enough even for them: either it only frees a
//! frame, or the stages are moved out to a function which does not know where they were.

use core::future::Future;
use core::hint::black_box;
use core::mem::{self, ManuallyDrop};
use core::ptr;

use crate::drive::Delegates;
use crate::in_box::{InBox, Room};
use crate::machine::GeneratorObject;
use crate::stages::Stages;

impl<F, Frame, Y, S, E, H, D> Drop for GeneratorObject<F, Frame, Y, S, E, H, D>
where
    Frame: Future,
    D: Delegates,
{
    #[inline(always)]
    fn drop(&mut self) {
        if D::MAY_BE_RUNNING {
            // Before the body that they borrow from.
            let unwinding = DropOnUnwind(&mut self.stages);
            self.delegates = D::NONE;
            mem::forget(unwinding);
        }
        if const { !mem::needs_drop::<F>() && !mem::needs_drop::<Frame::Output>() } {
            // Written out, it is less for rustc to compile than what drops any stage: two functions
            // for each box that LLVM has to inline.
            let (Stages::Suspended(frame) | Stages::Panicked(frame)) = &*self.stages else {
                return;
            };
            let frame = frame.pointer();
            // SAFETY: the frame has been dropped, or has panicked while it was, when this is. Nobody
            // uses it after that, for nobody drops the stages.
            let _freed_last = unsafe { Room::of(frame) };
            // SAFETY: it is dropped where it is.
            unsafe { ptr::drop_in_place(frame.as_ptr()) };
        } else if const { size_of::<InBox<F, Frame, Frame::Output>>() > 256 } {
            // Too large for a copy on any stack.
            // SAFETY: nobody takes or drops them after this.
            unsafe { ManuallyDrop::drop(&mut self.stages) };
        } else if self.stages.need_drop() {
            // SAFETY: as above.
            drop_a_copy(unsafe { ManuallyDrop::take(&mut self.stages) });
        }
    }
}

/// Drops what it refers to if a destructor before that panics.
struct DropOnUnwind<'a, T>(&'a mut ManuallyDrop<T>);

impl<T> Drop for DropOnUnwind<'_, T> {
    fn drop(&mut self) {
        // SAFETY: the machine is being dropped, and unwinding leaves that behind.
        unsafe { ManuallyDrop::drop(self.0) };
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
