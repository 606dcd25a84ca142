//! The stages of a generator whose frame lies in a box.
//!
//! It can be moved at any time: the frame is not moved with it.

use alloc::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use core::hint::unreachable_unchecked;
use core::mem;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::pin::Pin;
use core::ptr::{self, NonNull};

use crate::slot::{Token, foreign_suspension};
use crate::stages::Stages;

/// Those with the frame in a box.
pub(crate) type InBox<F, Frame, R> = Stages<F, Boxed<Frame>, R>;

/// A frame in a box of its own, where it is pinned.
///
/// It is a `Pin<Box<Frame>>` in all but name, and less for rustc to compile in each generator.
pub(crate) struct Boxed<Frame>(NonNull<Frame>);

// SAFETY: it owns the frame.
unsafe impl<Frame: Send> Send for Boxed<Frame> {}
// SAFETY: as above.
unsafe impl<Frame: Sync> Sync for Boxed<Frame> {}

impl<Frame: UnwindSafe> UnwindSafe for Boxed<Frame> {}
impl<Frame: RefUnwindSafe> RefUnwindSafe for Boxed<Frame> {}

impl<Frame> Boxed<Frame> {
    /// The frame.
    #[inline(always)]
    pub(crate) const fn as_mut(&mut self) -> Pin<&mut Frame> {
        // SAFETY: it is there until this is dropped.
        let frame = unsafe { self.0.as_mut() };
        // SAFETY: it stays there until it is dropped.
        unsafe { Pin::new_unchecked(frame) }
    }

    /// Where the frame is.
    #[inline(always)]
    pub(crate) const fn pointer(&self) -> NonNull<Frame> {
        self.0
    }
}

impl<Frame> Drop for Boxed<Frame> {
    fn drop(&mut self) {
        // SAFETY: the frame is dropped first, or panics while it is, and nobody uses it after this.
        let _freed_last = unsafe { Room::of(self.0) };
        // SAFETY: it is dropped where it is.
        unsafe { ptr::drop_in_place(self.0.as_ptr()) };
    }
}

/// The room of a frame, which is freed with this even if a destructor panics in between.
pub(crate) struct Room {
    memory: NonNull<u8>,
    layout: Layout,
}

impl Room {
    /// The room of `frame`.
    ///
    /// # Safety
    ///
    /// It lies in a box, and nobody uses it once this is dropped.
    #[inline(always)]
    pub(crate) const unsafe fn of<Frame>(frame: NonNull<Frame>) -> Self {
        Self { memory: frame.cast(), layout: Layout::new::<Frame>() }
    }
}

impl Drop for Room {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: that was promised to `of`.
        unsafe { dealloc(self.memory.as_ptr(), self.layout) };
    }
}

impl<F, Frame, R> InBox<F, Frame, R> {
    /// Whether a frame is moved with them.
    pub(crate) const HOLD_FRAME: bool = false;

    /// Whether there is anything to be dropped.
    #[inline(always)]
    pub(crate) const fn need_drop(&self) -> bool {
        match self {
            Self::Suspended(_) | Self::Created(_) | Self::Panicked(_) => true,
            Self::Returned(_) => mem::needs_drop::<R>(),
            Self::Finished => false,
        }
    }

    /// Makes the frame of a generator that was not started. Its first poll takes the arguments.
    ///
    /// All is moved by hand here and below, so that nothing is there to be dropped where something
    /// unwinds: rustc has less to compile for each generator then.
    ///
    /// # Safety
    ///
    /// The generator was not started.
    #[inline(always)]
    pub(crate) unsafe fn start<A, Y, S, E>(&mut self, types: Token<Y, S, E>) -> A
    where
        F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    {
        // Before the arguments are touched: no register has to hold them meanwhile.
        // SAFETY: a frame has room for its state at least.
        let frame = unsafe { allocate(Self::layout_of_frame()) }.cast::<Frame>();
        let Self::Created(start) = self else {
            // SAFETY: this function's own contract.
            unsafe { unreachable_unchecked() }
        };
        // SAFETY: it is forgotten where it was.
        let start = unsafe { ptr::read(start) };
        // SAFETY: nothing is left there to be dropped.
        unsafe { self.forget_frame() };
        let made = start(types);
        // SAFETY: it was allocated with the layout of a frame.
        unsafe { frame.write(made.0) };
        // SAFETY: nothing is there to be dropped.
        unsafe { ptr::write(self, Self::Suspended(Boxed(frame))) };
        made.1
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

    /// That of a frame, which has room for its state at least.
    #[inline(always)]
    const fn layout_of_frame() -> Layout {
        const { assert!(size_of::<Frame>() != 0, "a frame is an `async` block") };
        Layout::new::<Frame>()
    }

    /// The frame in its box, which the generator, then finished, has forgotten.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    const unsafe fn take_frame(&mut self) -> NonNull<Frame> {
        let Self::Suspended(frame) = self else {
            // SAFETY: this function's own contract.
            unsafe { unreachable_unchecked() }
        };
        let frame = frame.pointer();
        // SAFETY: it is not dropped here.
        unsafe { self.forget_frame() };
        frame
    }

    /// Ends a generator whose body waits for something that no step will ever bring, by a panic.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    pub(crate) unsafe fn abandon(&mut self) -> ! {
        /// The same for all generators, and it takes no pointer to one: a generator that is nowhere
        /// referred to need not be in memory.
        ///
        /// # Safety
        ///
        /// `drop` may be called with `frame`.
        #[cold]
        #[inline(never)]
        unsafe fn drop_and_panic(frame: NonNull<()>, drop: unsafe fn(NonNull<()>)) -> ! {
            // SAFETY: this function's own contract.
            unsafe { drop(frame) };
            foreign_suspension()
        }

        /// # Safety
        ///
        /// There is a `Frame` in a box, which nobody else drops.
        unsafe fn drop_frame<Frame>(frame: NonNull<()>) {
            drop(Boxed(frame.cast::<Frame>()));
        }

        // SAFETY: this function's own contract.
        let frame = unsafe { self.take_frame() };
        // SAFETY: it is in a box, and nobody else drops it.
        unsafe { drop_and_panic(frame.cast(), drop_frame::<Frame>) }
    }

    /// Ends a generator whose body has ended.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and the last poll of its frame was ready.
    #[inline(always)]
    pub(crate) unsafe fn end(&mut self) {
        // SAFETY: this function's own contract.
        let frame = unsafe { self.take_frame() };
        // SAFETY: it is in a box, and its body has ended.
        drop(unsafe { Room::of(frame) });
    }

    /// As [`end`](Self::end), and keeps what the body returned.
    ///
    /// # Safety
    ///
    /// As for [`end`](Self::end).
    #[inline(always)]
    pub(crate) unsafe fn end_with(&mut self, returned: R) {
        // SAFETY: this function's own contract.
        let frame = unsafe { self.take_frame() };
        // SAFETY: nothing is left there to be dropped.
        unsafe { ptr::write(self, Self::Returned(returned)) };
        // SAFETY: it is in a box, and its body has ended.
        drop(unsafe { Room::of(frame) });
    }
}

/// Room for what has this layout.
///
/// # Safety
///
/// Its size is not zero.
///
/// A call of an allocation that LLVM sees: it leaves one out only if it knows it for one, and does
/// not look into a function that does it in a branch which is seldom taken.
#[inline(always)]
unsafe fn allocate(layout: Layout) -> NonNull<u8> {
    // SAFETY: this function's own contract.
    let memory = unsafe { alloc(layout) };
    NonNull::new(memory).unwrap_or_else(|| no_memory(layout.size(), layout.align()))
}

/// Does what is done where there is no memory, which is to end the program. It does not unwind: or
/// a caller would have to be ready to drop all that it holds behind each first step.
#[cold]
#[inline(never)]
extern "C" fn no_memory(size: usize, align: usize) -> ! {
    // SAFETY: they are those of a layout.
    handle_alloc_error(unsafe { Layout::from_size_align_unchecked(size, align) })
}
