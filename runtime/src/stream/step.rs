//! How a poll runs a body, which goes by what the body may do.

use core::future::Future;
use core::pin::Pin;
use core::task::Poll;

use crate::step::slot::Signal;
use crate::stream::slot::StreamSlot;

/// What a stream keeps beside its body, and how a poll runs both.
pub trait StreamDriver: Sized {
    /// Nobody delegates, and nobody was told to close.
    const NONE: Self;
    /// Whether what runs in a poll may be a delegate instead of the body.
    const MAY_BE_RUNNING: bool = false;

    /// Polls the innermost body, and those that it returns to, until one is pending or the outermost,
    /// `body`, returns. The slot's signal resumes the body, or starts it.
    ///
    /// # Safety
    ///
    /// As for [`StreamSlot::poll`]. Since `self` was last without delegates, it was driven with this
    /// `body` only, which has not moved; and `self` is dropped before it (S6).
    #[doc(hidden)]
    unsafe fn drive<Body: Future, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: *mut StreamSlot<Y>,
    ) -> Poll<Body::Output>;

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
    unsafe fn drive_to_close<Body: Future, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: *mut StreamSlot<Y>,
    ) -> Poll<Body::Output>;
}

/// Of a body that yields by `yield_!` alone: the first yield after a close is its end, so that nothing
/// has to be kept.
pub struct YieldsOnly;

impl StreamDriver for YieldsOnly {
    const NONE: Self = Self;

    #[inline]
    unsafe fn drive<Body: Future, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: *mut StreamSlot<Y>,
    ) -> Poll<Body::Output> {
        // SAFETY: this function's own contract.
        unsafe { StreamSlot::poll(slot, body) }
    }

    unsafe fn drive_to_close<Body: Future, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: *mut StreamSlot<Y>,
    ) -> Poll<Body::Output> {
        let mut told = false;
        // SAFETY: this function's own contract.
        unsafe { close_body(body, slot, &mut told) }
    }
}

/// Of a body that may catch a close, and wait after that.
pub struct Catches {
    told: bool,
}

impl StreamDriver for Catches {
    const NONE: Self = Self { told: false };

    #[inline]
    unsafe fn drive<Body: Future, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: *mut StreamSlot<Y>,
    ) -> Poll<Body::Output> {
        self.told = false;
        // SAFETY: this function's own contract.
        unsafe { StreamSlot::poll(slot, body) }
    }

    unsafe fn drive_to_close<Body: Future, Y>(
        &mut self,
        body: Pin<&mut Body>,
        slot: *mut StreamSlot<Y>,
    ) -> Poll<Body::Output> {
        // SAFETY: this function's own contract.
        unsafe { close_body(body, slot, &mut self.told) }
    }
}

/// Closes a body without delegates on a stack. `told` is whether it was told before.
///
/// # Safety
///
/// As for [`StreamDriver::drive_to_close`].
unsafe fn close_body<Body: Future, Y>(
    mut body: Pin<&mut Body>,
    slot: *mut StreamSlot<Y>,
    told: &mut bool,
) -> Poll<Body::Output> {
    loop {
        // SAFETY: no body runs now that could refer to it.
        let current = unsafe { &mut *slot };
        if *told {
            current.step.put_sent(());
        } else {
            current.step.put(Signal::Closed);
        }
        // SAFETY: this function's own contract.
        let polled = unsafe { StreamSlot::poll(slot, body.as_mut()) };
        // SAFETY: no body runs now that could refer to it.
        let current = unsafe { &mut *slot };
        *told |= current.told;
        if polled.is_pending() && !*told {
            // It was not at a yield, and is now: it is told here.
            if let Some(item) = current.step.take_item() {
                drop(item);
                continue;
            }
        } else {
            *told &= current.step.signal() != Signal::Yielded;
        }
        return polled;
    }
}
