//! The waker of a step, which carries the address of the step's slot to the body.

use core::future::Future;
use core::mem::ManuallyDrop;
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use crate::step::slot::Slot;

impl<Y, S, E> Slot<Y, S, E> {
    /// Polls `body` once, with this slot to pass values through.
    ///
    /// It is inlined, but not at once. LLVM first makes it one with the body, and sees that what the
    /// body finds through the context and the waker is this slot, which takes it several rounds. Then
    /// all that vanishes into what takes the step.
    ///
    /// # Safety
    ///
    /// Whatever `Protocol` `body` uses is a `Protocol<Y, S, E>`, and it uses it as
    /// `Protocol::first_poll` asks.
    #[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "without a heap none delegates"))]
    #[inline]
    pub(crate) unsafe fn poll<Body: Future>(&mut self, body: Pin<&mut Body>) -> Poll<Body::Output> {
        let waker = waker(self);
        body.poll(&mut Context::from_waker(&waker))
    }
}

/// A waker that wakes nobody and carries the address of a slot. Its `drop` has nothing to do.
#[inline(always)]
pub(crate) fn waker<Y, S, E>(slot: *mut Slot<Y, S, E>) -> ManuallyDrop<Waker> {
    // SAFETY: the functions of `STEP` ignore the data pointer, so they keep the contract of a
    // waker whatever it points to and whichever thread they run on.
    ManuallyDrop::new(unsafe { Waker::new(slot.cast(), &STEP) })
}

/// Wakes nobody. The vtable says that the data points to the slot of a step: only [`waker`] uses
/// it, and what that gives is not kept longer than the step.
pub(crate) static STEP: RawWakerVTable =
    RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &CLONED), |_| {}, |_| {}, |_| {});

/// Wakes nobody, and has no address: a foreign future which keeps its waker keeps nothing of the
/// step.
static CLONED: RawWakerVTable =
    RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &CLONED), |_| {}, |_| {}, |_| {});

/// A body that is pending without having yielded waits for something that no step will ever bring.
#[cold]
#[inline(never)]
pub(crate) fn panic_foreign_await() -> ! {
    panic!(
        "a generator waits only at its own yields, and this one was suspended by something else: \
         take `.await`, and macros that expand to it, out of its body"
    )
}
