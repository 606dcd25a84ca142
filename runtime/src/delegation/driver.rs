//! The driver of a generator that delegates: it owns the stack of delegates, and runs them.
//!
//! ```text
//! body:  yield_from!(inner())        pushes the frame of `inner`, and suspends
//! step   ----> frame on top          one call, whatever the depth
//! frame on top returns               popped; its value goes to the frame below, which runs on
//! ```
//!
//! Pushing, popping, throwing, closing and dropping are loops, so no depth of delegation needs
//! stack of the thread.

use core::future::Future;
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::Poll;

use crate::delegation::frame::poll_body_for_output;
use crate::frames::header::Header;
use crate::frames::stack::{InlineChunk, Stack};
use crate::step::drive::Driver;
use crate::step::slot::{Signal, Slot, Yielded};

/// The delegates of a body. There is no stack until the body delegates for the first time.
///
/// The driver refers to the stack by pointer, and has no reference to it while a body runs: the
/// body pushes on the stack.
pub struct DelegateStack(Option<NonNull<Stack>>);

// SAFETY: I8, the bodies hold the types of the frames in their `Delegation`s. So the generator
// around this is `Send` only if all frames are. The stack owns its memory (I11).
unsafe impl Send for DelegateStack {}
// SAFETY: I8, and no function uses the frames through a shared reference.
unsafe impl Sync for DelegateStack {}

impl Drop for DelegateStack {
    // Inlined, so that the call has the address of the stack, and not that of the generator.
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(stack) = self.0 {
            // SAFETY: I11, `Stack::promote` returned it, and nothing refers to it any more.
            unsafe { Stack::release(stack) };
        }
    }
}

impl Driver for DelegateStack {
    const NONE: Self = Self(None);
    const MAY_BE_RUNNING: bool = true;

    // Inlined, so that a step of a frame needs no call but that of `drive_frames`.
    #[inline(always)]
    unsafe fn drive<Body: Future, Y, S, E>(
        &mut self,
        body: Pin<&mut Body>,
        slot: &mut Slot<Y, S, E>,
    ) -> Poll<Body::Output> {
        if let Some(stack) = self.0 {
            // SAFETY: I1, no body runs. The caller guarantees I1 to I6 for the frames.
            if unsafe { stack.as_ref().top().is_some() && !resume_frames(stack, slot) } {
                return Poll::Pending;
            }
        }
        // SAFETY: no frame is left. The caller guarantees the rest.
        unsafe { self.drive_root(body, slot) }
    }
}

impl DelegateStack {
    /// Runs `body`, which has no delegates at the moment, and the delegates that it pushes.
    ///
    /// # Safety
    ///
    /// As for [`Driver::drive`], and there is no frame.
    #[inline]
    unsafe fn drive_root<Body: Future, Y, S, E>(
        &mut self,
        mut body: Pin<&mut Body>,
        slot: &mut Slot<Y, S, E>,
    ) -> Poll<Body::Output> {
        let mut chunk = InlineChunk::uninit();
        let mut inline = MaybeUninit::<Stack>::uninit();
        let inline = NonNull::from(&mut inline).cast::<Stack>();
        loop {
            let mut stack = self.0.unwrap_or_else(|| {
                // SAFETY: `chunk` and `inline` outlive the loop. The stack there has no frames, so
                // it need not be dropped.
                unsafe { inline.write(Stack::on(&mut chunk)) };
                inline
            });
            slot.set_stack(stack);
            // SAFETY: I1 to I4, the caller guarantees them for the body.
            let polled = unsafe { poll_body_for_output(body.as_mut(), slot) };
            if polled.is_ready() || slot.signal() != Signal::Delegated {
                return polled;
            }
            // SAFETY: the body is suspended, so nothing else refers to the stack. I7, the body has
            // pushed one delegate. Without `self.0` the stack is the inline one, which is not used
            // after this.
            let stack = unsafe {
                if self.0.is_some() {
                    stack.as_mut().reserve::<Y>();
                    stack
                } else {
                    let pushed = stack.as_ref().top().unwrap_unchecked();
                    let promoted = stack.as_mut().promote();
                    let moved = promoted.as_ref().top().unwrap_unchecked();
                    slot.move_arguments(pushed.cast(), moved.cast());
                    self.0 = Some(promoted);
                    promoted
                }
            };
            slot.put(Signal::Start);
            // SAFETY: I1, no body runs. The caller guarantees I1 to I6 for the frame.
            let outcome = unsafe { drive_frames::<Y, S, E>(stack, None, slot.arguments()) };
            if !put_outcome(outcome, slot) {
                return Poll::Pending;
            }
        }
    }
}

/// Passes the contents of the slot to the frame on top, and runs the frames. Returns `true` if no
/// frame is left. Then the body of the root runs on, with the contents of the slot.
///
/// # Safety
///
/// As for [`Driver::drive`], and there is a frame. So the generator is suspended, and the slot holds
/// a value that was sent, an error, or a request to close.
#[inline(always)]
unsafe fn resume_frames<Y, S, E>(stack: NonNull<Stack>, slot: &mut Slot<Y, S, E>) -> bool {
    if slot.signal().interrupts() {
        slot.set_stack(stack);
        // SAFETY: I1, the slot has the stack. The caller guarantees the rest.
        return unsafe { interrupt_frames(stack, slot) };
    }
    // SAFETY: the caller guarantees that it is the value.
    let sent = unsafe { slot.take_sent().unwrap_unchecked() };
    // SAFETY: I1 to I6, the caller guarantees them for the frames. No frame was just pushed.
    let outcome = unsafe { drive_frames::<Y, S, E>(stack, Some(sent), MaybeUninit::uninit()) };
    put_outcome(outcome, slot)
}

/// Puts what the frames have come to into the slot of the root. Returns `true` if no frame is left.
#[inline(always)]
fn put_outcome<Y, S, E>(outcome: Outcome<Y>, slot: &mut Slot<Y, S, E>) -> bool {
    match outcome {
        Outcome::Yielded(yielded) => {
            slot.put_yielded(yielded);
            false
        }
        Outcome::Suspended => {
            slot.put(Signal::Nothing);
            false
        }
        Outcome::Returned => {
            slot.put(Signal::Returned);
            true
        }
    }
}

/// What the frames have come to.
enum Outcome<Y> {
    /// A frame has yielded an item.
    Yielded(Yielded<Y>),
    /// A frame awaits a foreign future.
    Suspended,
    /// The last frame has returned.
    Returned,
}

/// Steps the frame on top, with the slot that `slot` points to. The signal of the slot is `Ended` if
/// the delegate has returned.
///
/// # Safety
///
/// `top` is the frame on top, and was pushed through a slot of these types. I1 holds for the slot.
#[inline(always)]
unsafe fn step<Y, S, E>(top: NonNull<Header>, slot: *mut Slot<Y, S, E>) {
    // SAFETY: the caller guarantees it. I10, the vtable fits the contents of the frame.
    unsafe { (top.as_ref().vtable.step)(top.add(1).cast(), slot.cast()) };
}

/// Steps the frame on top, and those that it returns to, until one yields. `sent` is the value for
/// the yield at which the frame on top is suspended. Without a value, the frame has taken no step
/// yet, and `arguments` is that field of the slot that it was pushed through.
///
/// The function has a slot of its own. So the address of the root's slot does not escape, and that
/// slot becomes registers where the root itself yields.
///
/// # Safety
///
/// As for [`Driver::drive`], and there is a frame.
#[inline(always)]
unsafe fn drive_frames<Y, S, E>(
    mut stack: NonNull<Stack>,
    sent: Option<S>,
    arguments: MaybeUninit<*mut ()>,
) -> Outcome<Y> {
    let mut slot = Slot::<Y, S, E>::new(Signal::Start);
    if let Some(sent) = sent {
        slot.put_sent(sent);
    }
    slot.set_stack(stack);
    slot.set_arguments_of_another(arguments);
    // From here on, the slot is used through the pointer that the frames are given.
    let slot = &raw mut slot;
    // SAFETY: I1, no body runs that could refer to the stack. The caller guarantees the frame.
    let mut top = unsafe { stack.as_ref().top().unwrap_unchecked() };
    loop {
        // SAFETY: I8, the frame on top was pushed through a slot of these types. I1, after the step
        // no body runs that could refer to the slot or the stack.
        let (slot, stack) = unsafe {
            step(top, slot);
            (&mut *slot, stack.as_mut())
        };
        if slot.signal() < Signal::Delegated {
            return slot.take_yielded().map_or(Outcome::Suspended, Outcome::Yielded);
        }
        top = if slot.signal() == Signal::Delegated {
            // SAFETY: I7, the body has pushed a frame.
            let pushed = unsafe { stack.top().unwrap_unchecked() };
            stack.reserve::<Y>();
            pushed
        } else {
            // SAFETY: the frame is still on top, since a body that has ended has no delegate (I7).
            match unsafe { stack.pop::<Y>(top) } {
                Some(below) => below,
                None => return Outcome::Returned,
            }
        };
        slot.put(Signal::Returned);
    }
}

/// [`resume_frames`] with an error or a request to close in the slot. The frames use the root's
/// slot, which keeps what no body catches.
///
/// # Safety
///
/// As for [`Driver::drive`], and the slot has the stack.
#[cold]
#[inline(never)]
unsafe fn interrupt_frames<Y, S, E>(mut stack: NonNull<Stack>, slot: &mut Slot<Y, S, E>) -> bool {
    let slot: *mut Slot<Y, S, E> = slot;
    // The last frame that was closed in this step. If it returns, it has caught the request, and
    // the frame below is closed in turn, whatever the value.
    let mut closing = None;
    loop {
        // SAFETY: I1, no body runs that could refer to the stack or the slot.
        let (top, signal) = unsafe { (stack.as_ref().top(), (*slot).signal()) };
        let Some(top) = top else { return true };
        if signal == Signal::Closed {
            closing = Some(top);
        }
        // SAFETY: I8, the frame on top was pushed through a slot of these types. I1, after the step
        // no body runs that could refer to the slot or the stack.
        let (slot, stack) = unsafe {
            step(top, slot);
            (&mut *slot, stack.as_mut())
        };
        if slot.signal() == Signal::Ended {
            if closing == Some(top) {
                closing = None;
                // SAFETY: the frame is still on top, since a body that returns has no delegate
                // (I7).
                unsafe { stack.drop_returned(top) };
                slot.put(Signal::Closed);
            } else {
                // SAFETY: the frame is still on top, since a body that returns has no delegate
                // (I7).
                unsafe { stack.pop::<Y>(top) };
                slot.put(Signal::Returned);
            }
            continue;
        }
        match slot.signal() {
            Signal::Delegated => {
                stack.reserve::<Y>();
                slot.put(Signal::Start);
            }
            // The body does not catch it. The frame below takes its turn.
            // SAFETY: I7, the frame is still on top, since only a body that delegates pushes.
            Signal::Thrown | Signal::Closed => unsafe { stack.drop_top(top) },
            _ => {
                // A body that was closed has yielded instead, itself or through a new delegate.
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
