//! The stack of delegates that a generator owns.
//!
//! ```text
//! body:  yield_from!(inner())        the frame of `inner` is pushed, the body suspends
//! step   ----> top frame             whatever the depth, one call
//! top frame returns                  popped; its value goes to the frame below, which runs on
//! ```
//!
//! A frame borrows from frames below it, down to the root's own body: so frames are only ever dropped
//! from the top, and all of them before the root's body. Pushing, popping, throwing, closing and
//! dropping are loops: no depth needs stack.

use core::future::Future;
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::Poll;

use crate::frames::stack::{InlineChunk, Stack};
use crate::step::drive::Driver;
use crate::step::slot::{Signal, Slot, Yielded};

/// The frames above a body: nothing until it delegates for the first time.
///
/// They are only reached by pointers, and never held by reference while a body runs: it pushes on
/// them.
pub struct DelegateStack(Option<NonNull<Stack>>);

// SAFETY: the frames are of types that the bodies below them hold in their `Delegation`s, so a
// machine around these frames is only `Send` where all of them are. The memory is owned.
unsafe impl Send for DelegateStack {}
// SAFETY: nothing can be done with the frames through a shared reference.
unsafe impl Sync for DelegateStack {}

impl Drop for DelegateStack {
    // A call here is one with the stack, and not with the address of a machine: see `drop`.
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(stack) = self.0 {
            // SAFETY: `Stack::promote` made it, and nobody refers to it any more.
            unsafe { Stack::release(stack) };
        }
    }
}

impl Driver for DelegateStack {
    const NONE: Self = Self(None);
    const MAY_BE_RUNNING: bool = true;

    #[inline]
    unsafe fn drive<Body: Future, Y, S, E>(
        &mut self,
        mut body: Pin<&mut Body>,
        slot: &mut Slot<Y, S, E>,
    ) -> Poll<Body::Output> {
        let mut chunk = InlineChunk::uninit();
        let mut placed = MaybeUninit::<Stack>::uninit();
        let placed = NonNull::from(&mut placed).cast::<Stack>();
        loop {
            let mut stack = if let Some(stack) = self.0 {
                // SAFETY: it is in use, and no body runs now that could refer to it.
                let are_frames = unsafe { stack.as_ref() }.top().is_some();
                // SAFETY: this function's own contract.
                if are_frames && !unsafe { pass_to_frames(stack, slot) } {
                    return Poll::Pending;
                }
                stack
            } else {
                // SAFETY: the chunk stays there for as long as this call.
                let stack = unsafe { Stack::on(&mut chunk) };
                // SAFETY: it is the place for one, which has no frames and is not dropped.
                unsafe { placed.write(stack) };
                placed
            };
            slot.set_stack(stack);
            // SAFETY: this function's own contract.
            let polled = unsafe { slot.poll(body.as_mut()) };
            if polled.is_ready() || slot.signal() != Signal::Delegated {
                return polled;
            }
            // SAFETY: it is in use, and no body runs now that could refer to it.
            let stack = unsafe { stack.as_mut() };
            if self.0.is_some() {
                stack.reserve();
            } else {
                // SAFETY: the body has pushed one delegate on it, and it is not used after this.
                self.0 = Some(unsafe { stack.promote() });
            }
            slot.put(Signal::Start);
        }
    }
}

/// Passes what is in the slot to the frame on top, and drives the frames. `true` if none is left, and
/// the body below all of them is to go on with what is in the slot.
///
/// # Safety
///
/// As for [`Driver::drive`], and there is a frame.
#[inline(always)]
unsafe fn pass_to_frames<Y, S, E>(stack: NonNull<Stack>, slot: &mut Slot<Y, S, E>) -> bool {
    if slot.signal().interrupts() {
        slot.set_stack(stack);
        // SAFETY: this function's own contract, and the slot reaches these frames.
        return unsafe { interrupt_frames(stack, slot) };
    }
    let sent = slot.take_sent();
    slot.put(Signal::Nothing);
    // SAFETY: this function's own contract.
    match unsafe { drive_frames::<Y, S, E>(stack, sent) } {
        Outcome::Yielded(yielded) => {
            slot.put_yielded(yielded);
            false
        }
        Outcome::Suspended => false,
        Outcome::Returned(frame) => {
            slot.put_returned(frame);
            true
        }
    }
}

/// What has become of the frames.
enum Outcome<Y> {
    /// One has yielded an item.
    Yielded(Yielded<Y>),
    /// One waits for something that no step will ever bring.
    Suspended,
    /// This one, the last, has returned.
    Returned(NonNull<()>),
}

/// Steps the frame on top, and those that it returns to, until one yields. `sent` is the value for the
/// yield at which the frame on top waits; if there is none, that frame is not started.
///
/// It has a slot of its own. So the root's is nowhere referred to, and turns into registers where the
/// root itself yields.
///
/// # Safety
///
/// As for [`Driver::drive`], and there is a frame.
#[inline(always)]
unsafe fn drive_frames<Y, S, E>(mut stack: NonNull<Stack>, sent: Option<S>) -> Outcome<Y> {
    let mut slot = Slot::<Y, S, E>::new(Signal::Start);
    if let Some(sent) = sent {
        slot.put_sent(sent);
    }
    slot.set_stack(stack);
    // From here on the slot is used through the pointer that the frames are given.
    let slot = &raw mut slot;
    loop {
        // SAFETY: the stack is in use, and no body runs now that could refer to it.
        let top = unsafe { stack.as_ref() }.top();
        let Some(top) = top else { unreachable!("there is a frame") };
        // SAFETY: the frame on top is in use.
        let step = unsafe { top.as_ref() }.vtable.step;
        // SAFETY: the frame was pushed through a slot of these types.
        let returned = unsafe { step(top, slot.cast()) };
        // SAFETY: no body runs now that could refer to it.
        let slot = unsafe { &mut *slot };
        // SAFETY: as above.
        let stack = unsafe { stack.as_mut() };
        if returned {
            // SAFETY: it is still on top, as a body that returns has no delegate.
            unsafe { stack.pop(top) };
            if stack.top().is_none() {
                return Outcome::Returned(top.cast());
            }
            slot.put_returned(top.cast());
        } else if slot.signal() == Signal::Delegated {
            stack.reserve();
            slot.put(Signal::Start);
        } else {
            return slot.take_yielded().map_or(Outcome::Suspended, Outcome::Yielded);
        }
    }
}

/// [`pass_to_frames`] where an error or a close is in the slot. It goes through the root's slot, where
/// what nobody catches stays.
///
/// # Safety
///
/// As for [`Driver::drive`], and the slot reaches these frames.
#[cold]
#[inline(never)]
unsafe fn interrupt_frames<Y, S, E>(mut stack: NonNull<Stack>, slot: &mut Slot<Y, S, E>) -> bool {
    let slot: *mut Slot<Y, S, E> = slot;
    // The last frame that was told to close in this step. If it returns, it has caught that, and the
    // frame below is told in turn, whatever the value.
    let mut closing = None;
    loop {
        // SAFETY: the stack is in use, and no body runs now that could refer to it.
        let Some(top) = unsafe { stack.as_ref() }.top() else { return true };
        // SAFETY: no body runs now that could refer to the slot.
        if unsafe { &*slot }.signal() == Signal::Closed {
            closing = Some(top);
        }
        // SAFETY: the frame on top is in use.
        let step = unsafe { top.as_ref() }.vtable.step;
        // SAFETY: the frame was pushed through a slot of these types.
        let returned = unsafe { step(top, slot.cast()) };
        // SAFETY: as above. Only now: the frame may have pushed another one.
        let stack = unsafe { stack.as_mut() };
        // SAFETY: as above.
        let slot = unsafe { &mut *slot };
        if returned {
            if closing == Some(top) {
                closing = None;
                // SAFETY: it is still on top, as a body that returns has no delegate.
                unsafe { stack.drop_top(top) };
                slot.put(Signal::Closed);
            } else {
                // SAFETY: as above.
                unsafe { stack.pop(top) };
                slot.put_returned(top.cast());
            }
            continue;
        }
        match slot.signal() {
            Signal::Delegated => {
                stack.reserve();
                slot.put(Signal::Start);
            }
            // Not caught: on to the frame below.
            // SAFETY: it is still on top, as only a body that delegates pushes.
            Signal::Thrown | Signal::Closed => unsafe { stack.drop_top(top) },
            _ => {
                // What was to close has yielded instead, by itself or through a new delegate.
                if closing.is_some() {
                    if let Some(item) = slot.take_item() {
                        slot.put_ignored(item);
                    }
                    stack.drop_all();
                }
                return false;
            }
        }
    }
}
