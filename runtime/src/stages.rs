//! What a generator is made of, which is one thing after the other.

use alloc::alloc::{Layout, alloc, handle_alloc_error};
use alloc::boxed::Box;
use core::hint::unreachable_unchecked;
use core::mem::{self, MaybeUninit};
use core::pin::Pin;
use core::ptr;

use crate::Status;

/// The arguments of a generator that was not started, its frame, or what its body returned.
///
/// A frame is an `async` block: once it has ended, or panicked, rustc has dropped all that was in
/// it, and only its memory is left. So neither end runs a destructor here, which would be a call
/// with the address of the generator, and keep it in memory where it could be in registers.
///
/// The representation is given, or rustc would hide the stage in some value of the arguments: it
/// takes several instructions to get it out again.
#[repr(u8)]
pub(crate) enum Stages<F, Frame, R> {
    Suspended(Pin<Box<Frame>>),
    Created(F),
    Finished,
    /// Finished, with what the body returned and nobody has taken yet.
    Returned(R),
    /// Finished by a panic, with the memory of the frame: to mark it is all that unwinding does.
    Panicked(#[expect(dead_code, reason = "to be freed")] Box<MaybeUninit<Frame>>),
}

/// `F` is moved out before it is called and `Frame` is pinned in its box, so nothing that is
/// pinned lies here.
impl<F, Frame, R> Unpin for Stages<F, Frame, R> {}

impl<F, Frame, R> Stages<F, Frame, R> {
    /// How far the generator has come.
    #[inline(always)]
    pub(crate) const fn status(&self) -> Status {
        match self {
            Self::Suspended(_) => Status::Suspended,
            Self::Created(_) => Status::Created,
            Self::Finished | Self::Returned(_) | Self::Panicked(_) => Status::Finished,
        }
    }

    /// Whatever there is. The generator is finished then.
    #[inline(always)]
    const fn take(&mut self) -> Self {
        mem::replace(self, Self::Finished)
    }

    /// Drops whatever there is. The generator is finished before that: a destructor may panic.
    #[inline(always)]
    pub(crate) fn finish(&mut self) {
        drop(self.take());
    }

    /// What the body returned, if that is there.
    #[inline(always)]
    pub(crate) fn take_returned(&mut self) -> Option<R> {
        if !matches!(self, Self::Returned(_)) {
            return None;
        }
        match self.take() {
            Self::Returned(returned) => Some(returned),
            _ => unreachable!("it was there"),
        }
    }

    /// Makes the frame of a generator that was not started.
    #[inline(always)]
    pub(crate) fn start(&mut self, make_frame: impl FnOnce(F) -> Frame) {
        // Before the arguments are touched: no register has to hold them meanwhile.
        let mut frame = allocate::<Frame>();
        let Self::Created(start) = self.take() else {
            unreachable!("only a generator that was not started is started");
        };
        frame.write(make_frame(start));
        // SAFETY: just written.
        let frame = Box::into_pin(unsafe { frame.assume_init() });
        // Nothing is left to be dropped there.
        mem::forget(mem::replace(self, Self::Suspended(frame)));
    }

    /// The frame.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    pub(crate) unsafe fn frame(&mut self) -> Pin<&mut Frame> {
        match self {
            Self::Suspended(frame) => frame.as_mut(),
            // SAFETY: this function's own contract.
            _ => unsafe { unreachable_unchecked() },
        }
    }

    /// The frame, and `next` in its place.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    unsafe fn replace_frame(&mut self, next: Self) -> Pin<Box<Frame>> {
        match mem::replace(self, next) {
            Self::Suspended(frame) => frame,
            // SAFETY: this function's own contract.
            _ => unsafe { unreachable_unchecked() },
        }
    }

    /// The frame. The generator is finished then.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    pub(crate) unsafe fn take_frame(&mut self) -> Pin<Box<Frame>> {
        // SAFETY: this function's own contract.
        unsafe { self.replace_frame(Self::Finished) }
    }

    /// Ends a generator whose body has ended.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and the last poll of its frame was ready.
    #[inline(always)]
    pub(crate) unsafe fn end(&mut self) {
        // SAFETY: this function's own contract.
        let frame = unsafe { self.replace_frame(Self::Finished) };
        // SAFETY: its body has ended.
        drop(unsafe { memory_of(frame) });
    }

    /// As [`end`](Self::end), and keeps what the body returned.
    ///
    /// # Safety
    ///
    /// As for [`end`](Self::end).
    #[inline(always)]
    pub(crate) unsafe fn end_with(&mut self, returned: R) {
        // SAFETY: this function's own contract.
        let frame = unsafe { self.replace_frame(Self::Returned(returned)) };
        // SAFETY: its body has ended.
        drop(unsafe { memory_of(frame) });
    }

    /// Ends a generator whose body has panicked.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and the last poll of its frame panicked.
    #[inline(always)]
    pub(crate) unsafe fn end_by_panic(&mut self) {
        // SAFETY: this function's own contract.
        let frame = unsafe { self.replace_frame(Self::Finished) };
        // SAFETY: its body has panicked.
        let memory = unsafe { memory_of(frame) };
        // SAFETY: what is there needs no drop.
        unsafe { ptr::write(self, Self::Panicked(memory)) };
    }
}

/// The memory of a frame in which nothing is left to be dropped.
///
/// # Safety
///
/// The body has ended or panicked.
#[inline(always)]
#[expect(clippy::unnecessary_box_returns, reason = "it is the box that is handed on")]
unsafe fn memory_of<Frame>(frame: Pin<Box<Frame>>) -> Box<MaybeUninit<Frame>> {
    // SAFETY: as nothing is left in it to be dropped, its memory may be put to other use.
    let frame = unsafe { Pin::into_inner_unchecked(frame) };
    // SAFETY: any bytes are a `MaybeUninit`.
    unsafe { Box::from_raw(Box::into_raw(frame).cast()) }
}

/// `Box::new_uninit`, where LLVM sees what is called: it leaves an allocation out only if it knows
/// it for one, and does not look into a function in a branch that is seldom taken.
#[inline(always)]
#[expect(clippy::unnecessary_box_returns, reason = "it is the box that is handed on")]
fn allocate<Frame>() -> Box<MaybeUninit<Frame>> {
    let layout = Layout::new::<Frame>();
    if layout.size() == 0 {
        return Box::new_uninit();
    }
    // SAFETY: the size is not zero.
    let memory = unsafe { alloc(layout) };
    if memory.is_null() {
        handle_alloc_error(layout);
    }
    // SAFETY: it was allocated with the layout of what the box is for, and any bytes are a
    // `MaybeUninit`.
    unsafe { Box::from_raw(memory.cast()) }
}
