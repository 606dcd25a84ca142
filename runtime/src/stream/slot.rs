//! The slot of a poll: that of a step, and the task that polls.

use core::convert::Infallible;
use core::ptr::NonNull;
use core::task::Waker;

use crate::step::slot::{Signal, Slot};

/// What passes between a body and the poll of its stream. [`Signal::Sent`], with `()`, resumes the
/// body.
///
/// The task comes first, for the proxy to find it whatever the items are.
#[repr(C)]
pub struct StreamSlot<Y> {
    task: NonNull<Waker>,
    pub(crate) step: Slot<Y, (), Infallible>,
    /// Whether the body has taken a close in this poll, at a `try_yield!` or a `try_yield_from!`.
    pub(crate) told: bool,
    /// Whether a body has a [`StreamSlotPointer`](crate::stream::suspension::StreamSlotPointer) to this
    /// slot.
    pub(crate) found: bool,
    /// Whether the poll is one of a close, and nobody was told before it.
    #[cfg(feature = "alloc")]
    pub(crate) closes: bool,
    /// Makes the flags four bytes, which are written at once.
    _fourth: bool,
}

impl<Y> StreamSlot<Y> {
    /// The slot of a poll for `task`, with a signal that goes without a value.
    ///
    /// The task's waker has to outlive the slot's use.
    #[inline(always)]
    pub(crate) fn new(task: NonNull<Waker>, signal: Signal) -> Self {
        Self {
            task,
            step: Slot::new(signal),
            told: false,
            found: false,
            #[cfg(feature = "alloc")]
            closes: false,
            _fourth: false,
        }
    }

    /// The waker of the task that polls.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn task(&self) -> NonNull<Waker> {
        self.task
    }
}

/// The waker of the task for which the slot at `slot` was made.
///
/// # Safety
///
/// `slot` points to a [`StreamSlot`], of any items, that is alive.
#[inline(always)]
pub(crate) unsafe fn task_at(slot: *const ()) -> NonNull<Waker> {
    // SAFETY: the task is the first field, as the representation says.
    unsafe { slot.cast::<NonNull<Waker>>().read() }
}
