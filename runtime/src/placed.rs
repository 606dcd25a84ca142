//! The stages of a generator whose frame lies in itself.
//!
//! It needs no heap, and a step no pointer to the frame. But it is not to be moved once it was started:
//! its caller pins it, or it is in a `BoxGenerator`, whose box nobody can reach. A `Box<dyn Iterator>`
//! would not do: whoever has one can give it to `Rc::from`, which moves what is in it.

use core::cell::UnsafeCell;
use core::hint::unreachable_unchecked;
use core::mem;
use core::panic::RefUnwindSafe;
use core::pin::Pin;
use core::ptr;

use crate::Status;
use crate::machine::EndByPanic;
use crate::slot::{Token, foreign_suspension};

/// The arguments of a generator that was not started, its frame, or what its body returned.
///
/// As [`Stages`](crate::stages::Stages), but for where the frame is: so the stage is a byte here too,
/// and neither end runs a destructor.
#[repr(u8)]
pub(crate) enum Placed<F, Frame, R> {
    Suspended(InPlace<Frame>) = SUSPENDED,
    Created(F) = CREATED,
    Finished = FINISHED,
    /// Finished, with what the body returned and nobody has taken yet.
    Returned(R) = RETURNED,
    /// Finished by a panic. To mark it is all that unwinding does: nothing is left in the frame.
    #[expect(dead_code, reason = "the stage alone is written")]
    Panicked(InPlace<Frame>) = PANICKED,
}

const SUSPENDED: u8 = 0;
const CREATED: u8 = 1;
const FINISHED: u8 = 2;
const RETURNED: u8 = 3;
const PANICKED: u8 = 4;

/// A frame where it was made. It may refer to itself, by `&mut` too, while the generator around it is
/// looked at by `&`: so that does not say that nobody writes there.
pub(crate) struct InPlace<Frame>(UnsafeCell<Frame>);

// SAFETY: it owns the frame. Said here, for rustc to name the frame alone where that is not `Send`.
unsafe impl<Frame: Send> Send for InPlace<Frame> {}
// SAFETY: by `&`, nothing is done with the frame.
unsafe impl<Frame: Sync> Sync for InPlace<Frame> {}

impl<Frame: RefUnwindSafe> RefUnwindSafe for InPlace<Frame> {}

/// `F` and `R` are moved out, so nothing that is pinned lies here but the frame.
impl<F, Frame: Unpin, R> Unpin for Placed<F, Frame, R> {}

impl<F, Frame, R> Placed<F, Frame, R> {
    /// Whether a frame is moved with them.
    #[cfg(feature = "alloc")]
    pub(crate) const HOLD_FRAME: bool = true;

    /// Those of a generator that was not started.
    #[inline(always)]
    pub(crate) const fn created(start: F) -> Self {
        Self::Created(start)
    }

    /// What makes the frame of a generator that was not started.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn into_start(self) -> F {
        match self {
            Self::Created(start) => start,
            _ => unreachable!("it was not started"),
        }
    }

    /// How far the generator has come.
    #[inline(always)]
    pub(crate) const fn status(&self) -> Status {
        match self {
            Self::Suspended(_) => Status::Suspended,
            Self::Created(_) => Status::Created,
            Self::Finished | Self::Returned(_) | Self::Panicked(_) => Status::Finished,
        }
    }

    /// Whether the frame is there, and the body has neither ended nor panicked.
    #[inline(always)]
    pub(crate) const fn is_suspended(&self) -> bool {
        matches!(self, Self::Suspended(_))
    }

    /// What the body returned, if that is there.
    #[inline(always)]
    pub(crate) fn take_returned(&mut self) -> Option<R> {
        if !matches!(self, Self::Returned(_)) {
            return None;
        }
        match mem::replace(self, Self::Finished) {
            Self::Returned(returned) => Some(returned),
            _ => unreachable!("it was there"),
        }
    }

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
        unsafe { ptr::write(self, Self::Finished) };
        let (frame, arguments) = start(types);
        // SAFETY: nothing is there to be dropped.
        unsafe { ptr::write(self, Self::Suspended(InPlace(UnsafeCell::new(frame)))) };
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

    /// Makes it another stage, and leaves all else as it is.
    ///
    /// # Safety
    ///
    /// It is a stage in which there is what there is now, or one in which there is nothing. Then nothing
    /// is left to be dropped.
    #[inline(always)]
    unsafe fn mark(&mut self, stage: u8) {
        let this: *mut Self = self;
        // SAFETY: the stage comes first, as the representation says (RFC 2195); this function's own
        // contract.
        unsafe { this.cast::<u8>().write(stage) };
    }

    /// Ends a generator whose body has ended.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and the last poll of its frame was ready.
    #[inline(always)]
    pub(crate) unsafe fn end(&mut self) {
        // SAFETY: nothing is left in the frame.
        unsafe { self.mark(FINISHED) };
    }

    /// As [`end`](Self::end), and keeps what the body returned.
    ///
    /// # Safety
    ///
    /// As for [`end`](Self::end).
    #[inline(always)]
    pub(crate) unsafe fn end_with(&mut self, returned: R) {
        // SAFETY: nothing is left in the frame.
        unsafe { ptr::write(self, Self::Returned(returned)) };
    }

    /// Ends a generator whose body waits for something that no step will ever bring, by a panic.
    ///
    /// # Safety
    ///
    /// As for `Stages::abandon`: the generator is suspended.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn abandon(&mut self) -> ! {
        self.finish();
        foreign_suspension()
    }
}

impl<F, Frame, R> EndByPanic for Placed<F, Frame, R> {
    /// It is dropped where it is, and is finished even if a destructor panics: an assignment is made
    /// then, too.
    #[inline(always)]
    fn finish(&mut self) {
        *self = Self::Finished;
    }

    #[inline(always)]
    unsafe fn end_by_panic(&mut self) {
        // SAFETY: there is a frame in both stages. It is dropped with this, for all that is left in it.
        unsafe { self.mark(PANICKED) };
    }
}
