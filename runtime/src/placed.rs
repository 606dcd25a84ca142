//! The stages of a generator whose frame lies in itself.
//!
//! It needs no heap, and a step no pointer to the frame. But it is not to be moved once it was started:
//! its caller pins it, or it is in a `BoxGenerator`, whose box nobody can reach. A `Box<dyn Iterator>`
//! would not do: whoever has one can give it to `Rc::from`, which moves what is in it.

use core::cell::UnsafeCell;
use core::hint::unreachable_unchecked;
use core::panic::RefUnwindSafe;
use core::pin::Pin;
use core::ptr;

use crate::slot::{Token, foreign_suspension};
use crate::stages::Stages;

/// Those with the frame in place.
pub(crate) type Placed<F, Frame, R> = Stages<F, InPlace<Frame>, R>;

/// A frame where it was made. It may refer to itself, by `&mut` too, while the generator around it is
/// looked at by `&`: so that does not say that nobody writes there.
#[repr(transparent)]
pub(crate) struct InPlace<Frame>(UnsafeCell<Frame>);

// SAFETY: it owns the frame. Said here, for rustc to name the frame alone where that is not `Send`.
unsafe impl<Frame: Send> Send for InPlace<Frame> {}
// SAFETY: by `&`, nothing is done with the frame.
unsafe impl<Frame: Sync> Sync for InPlace<Frame> {}

impl<Frame: RefUnwindSafe> RefUnwindSafe for InPlace<Frame> {}

impl<F, Frame, R> Placed<F, Frame, R> {
    /// Whether a frame is moved with them.
    #[cfg(feature = "alloc")]
    pub(crate) const HOLD_FRAME: bool = true;

    /// Makes the frame of a generator that was not started. Its first poll takes the arguments.
    ///
    /// # Safety
    ///
    /// The generator was not started.
    #[inline(always)]
    pub(crate) unsafe fn start<A, Y, S, E>(&mut self, types: Token<Y, S, E>) -> A
    where
        F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    {
        let Self::Created(start) = self else {
            // SAFETY: this function's own contract.
            unsafe { unreachable_unchecked() }
        };
        // SAFETY: it is forgotten where it was.
        let start = unsafe { ptr::read(start) };
        // SAFETY: nothing is left there to be dropped.
        unsafe { self.forget_frame() };
        let (frame, arguments) = start(types);
        let write = |place: *mut InPlace<Frame>| {
            // SAFETY: the frame is all that there is in its place.
            unsafe { place.cast::<Frame>().write(frame) };
        };
        // SAFETY: nothing is there to be dropped.
        unsafe { self.write_suspended(write) };
        arguments
    }

    /// The frame.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and is not moved any more.
    #[inline(always)]
    pub(crate) unsafe fn frame(&mut self) -> Pin<&mut Frame> {
        match self {
            // SAFETY: this function's own contract: it stays there until it is dropped there.
            Self::Suspended(frame) => unsafe { Pin::new_unchecked(frame.0.get_mut()) },
            // SAFETY: as above.
            _ => unsafe { unreachable_unchecked() },
        }
    }

    /// Ends a generator whose body has ended.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and the last poll of its frame was ready.
    #[inline(always)]
    pub(crate) unsafe fn end(&mut self) {
        // SAFETY: nothing is left in the frame.
        unsafe { self.forget_frame() };
    }

    /// As [`end`](Self::end), and keeps what the body returned.
    ///
    /// # Safety
    ///
    /// As for [`end`](Self::end).
    #[inline(always)]
    pub(crate) unsafe fn end_with(&mut self, returned: R) {
        // SAFETY: nothing is left in the frame.
        unsafe { self.write_returned(returned) };
    }

    /// Ends a generator whose body waits for something that no step will ever bring, by a panic.
    ///
    /// # Safety
    ///
    /// As for one in a box: the generator is suspended.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn abandon(&mut self) -> ! {
        self.finish();
        foreign_suspension()
    }
}
