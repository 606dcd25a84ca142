//! How a generator is dropped that has its body in a box.
//!
//! A destructor that is not inlined is a call with the address of what it drops. For that call alone
//! LLVM would keep the machine in memory, and all that steps it would go there for the stage and the
//! body. rustc has a machine dropped wherever the loop around it unwinds, and in such places LLVM
//! inlines next to nothing. So the drop is made small enough even for them: either it only frees a
//! body, or the state are moved out to a function which does not know where they were.

use core::future::Future;
use core::hint::black_box;
use core::mem::{self, ManuallyDrop};
use core::ptr;

use crate::generators::heap::{DeallocGuard, HeapState};
use crate::generators::machine::HeapGenerator;
use crate::generators::state::State;
use crate::step::drive::Driver;

impl<F, Body, Y, S, E, H, D> Drop for HeapGenerator<F, Body, Y, S, E, H, D>
where
    Body: Future,
    D: Driver,
{
    #[inline(always)]
    fn drop(&mut self) {
        if D::MAY_BE_RUNNING {
            // Before the body that they borrow from.
            let unwinding = DropOnUnwind(&mut self.state);
            self.delegates = D::NONE;
            mem::forget(unwinding);
        }
        if const { !mem::needs_drop::<F>() && !mem::needs_drop::<Body::Output>() } {
            // Written out, it is less for rustc to compile than what drops any stage: two functions
            // for each box that LLVM has to inline.
            let (State::Suspended(body) | State::Poisoned(body)) = &*self.state else {
                return;
            };
            let body = body.pointer();
            // SAFETY: the body has been dropped, or has panicked while it was, when this is. Nobody
            // uses it after that, for nobody drops the state.
            let _freed_last = unsafe { DeallocGuard::of(body) };
            // SAFETY: it is dropped where it is.
            unsafe { ptr::drop_in_place(body.as_ptr()) };
        } else if const { size_of::<HeapState<F, Body, Body::Output>>() > 256 } {
            // Too large for a copy on any stack.
            // SAFETY: nobody takes or drops them after this.
            unsafe { ManuallyDrop::drop(&mut self.state) };
        } else if self.state.need_drop() {
            // SAFETY: as above.
            drop_a_copy(unsafe { ManuallyDrop::take(&mut self.state) });
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

/// Drops `state`.
///
/// LLVM must not see that it does nothing else with them: it would leave out the copy, and pass the
/// address of the machine after all.
#[inline(never)]
fn drop_a_copy<F, Body, R>(mut state: HeapState<F, Body, R>) {
    black_box(&mut state);
}
