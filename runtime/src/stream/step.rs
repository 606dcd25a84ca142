//! How a poll runs a body, which goes by what the body may do.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::step::slot::Signal;
use crate::stream::poll::{Ending, PollSlot, StreamSlot};

/// What a stream keeps beside its body, and how a poll runs both.
pub trait StreamDriver: Sized {
    /// Nobody delegates, and nobody was told to close.
    const NONE: Self;
    /// Whether what runs in a poll may be a delegate instead of the body.
    const MAY_BE_RUNNING: bool = false;

    /// Polls the innermost body, and those that it returns to, until one is pending or the outermost,
    /// `body`, returns. The slot's signal resumes the body, or starts it. If `body` has returned, an
    /// item in the slot is the last one.
    ///
    /// # Safety
    ///
    /// As for [`PollSlot::poll`]. Since `self` was last without delegates, it was driven with this
    /// `body` only, which has not moved; and `self` is dropped before it (S6).
    #[doc(hidden)]
    unsafe fn drive<Body: Future<Output: Ending<Y>>, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: &mut PollSlot<'_, Y>,
    ) -> Poll<()>;

    /// An empty slot for a poll of the task of `context`.
    ///
    /// rustc inlines no method of a type parameter. So it compiles this once for each type of items, and
    /// not as a part of each stream. LLVM inlines it.
    #[doc(hidden)]
    #[inline(always)]
    fn slot<Y>(context: &Context<'_>) -> StreamSlot<Y> {
        StreamSlot::new(context.waker(), Signal::Nothing)
    }

    /// Takes the item out of a slot. It is a method of the driver as [`slot`](Self::slot) is.
    #[doc(hidden)]
    #[inline(always)]
    fn take_item<Y>(slot: &mut PollSlot<'_, Y>) -> Option<Y> {
        slot.step.take_item()
    }

    /// Polls the innermost body, and those that it returns to, to close them.
    ///
    /// Where it is pending, the slot's signal says what became of that:
    ///
    /// - [`Signal::Uncaught`]: the body ends here.
    /// - [`Signal::Ignored`]: the body ends here, and a delegate has yielded the item in the slot.
    /// - [`Signal::Yielded`]: the body was told, and has yielded the item in the slot.
    /// - any other: it is still closing.
    ///
    /// # Safety
    ///
    /// As for [`drive`](Self::drive). The slot's signal is [`Signal::Nothing`].
    #[doc(hidden)]
    unsafe fn drive_to_close<Body: Future<Output: Ending<Y>>, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: &mut PollSlot<'_, Y>,
    ) -> Poll<()>;
}

/// Of a body that yields by `yield_!` alone: the first yield after a close is its end, so that nothing
/// has to be kept.
pub struct YieldsOnly;

impl StreamDriver for YieldsOnly {
    const NONE: Self = Self;

    #[inline(always)]
    unsafe fn drive<Body: Future<Output: Ending<Y>>, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: &mut PollSlot<'_, Y>,
    ) -> Poll<()> {
        // SAFETY: S1, S6, the caller guarantees them.
        unsafe { slot.poll(body) }
    }

    unsafe fn drive_to_close<Body: Future<Output: Ending<Y>>, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: &mut PollSlot<'_, Y>,
    ) -> Poll<()> {
        let mut driver = Catches::NONE;
        // SAFETY: S1, S6, the caller guarantees them.
        unsafe { driver.drive_to_close(body, slot) }
    }
}

/// Of a body that may catch a close, and wait after that.
pub struct Catches {
    told: bool,
}

impl StreamDriver for Catches {
    const NONE: Self = Self { told: false };

    #[inline(always)]
    unsafe fn drive<Body: Future<Output: Ending<Y>>, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: &mut PollSlot<'_, Y>,
    ) -> Poll<()> {
        self.told = false;
        // SAFETY: S1, S6, the caller guarantees them.
        unsafe { slot.poll(body) }
    }

    unsafe fn drive_to_close<Body: Future<Output: Ending<Y>>, Y>(
        &mut self,
        mut body: Pin<&mut Body>,
        slot: &mut PollSlot<'_, Y>,
    ) -> Poll<()> {
        loop {
            if self.told {
                slot.step.put_sent(());
            } else {
                slot.step.put(Signal::Closed);
            }
            // SAFETY: S1, S6, the caller guarantees them.
            let polled = unsafe { slot.poll(body.as_mut()) };
            self.told |= slot.told;
            if polled.is_pending() && !self.told {
                // It was not at a yield, and is now: it is told here.
                if let Some(item) = slot.step.take_item() {
                    drop(item);
                    continue;
                }
            } else {
                self.told &= slot.step.signal() != Signal::Yielded;
            }
            return polled;
        }
    }
}
