//! How a step runs a body, which goes by what the body waits for.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::step::slot::Slot;
use crate::step::waker::waker;

/// What a machine keeps of those that its body delegates to, and how it steps them.
pub trait Driver: Sized {
    /// Nothing is delegated to. It is a constant, for a call would have to be compiled for each
    /// generator.
    const NONE: Self;
    /// Whether what runs in a step may be a delegate instead of the body.
    const MAY_BE_RUNNING: bool;

    /// Passes what is in `slot` to the innermost body and runs it, and those that it returns to,
    /// until one yields or the outermost, `body`, returns.
    ///
    /// It is pending with an item in the slot; or with the error or close that nobody caught, or
    /// the item that a delegate yielded instead of closing: the delegates are dropped then.
    ///
    /// # Safety
    ///
    /// As for [`Slot::poll`]. Since `self` was last without delegates, it was driven with this
    /// `body` only, which has not moved; and `self` is dropped before it.
    ///
    /// Where there are no delegates, this is a [`Slot::poll`] of the body, and inlined as that is. It is
    /// written out, for each body would be one function more for rustc to compile.
    #[doc(hidden)]
    #[inline]
    unsafe fn drive<Body: Future, Y, S, E>(
        &mut self,
        body: Pin<&mut Body>,
        slot: &mut Slot<Y, S, E>,
    ) -> Poll<Body::Output> {
        let waker = waker(slot);
        body.poll(&mut Context::from_waker(&waker))
    }
}

/// A body without `yield_from!` has no delegates.
pub struct NoDelegates;

impl Driver for NoDelegates {
    const NONE: Self = Self;
    const MAY_BE_RUNNING: bool = false;
}
