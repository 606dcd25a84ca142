//! The state of a generator whose body lies in a box.
//!
//! It can be moved at any time: the body is not moved with it.

use alloc::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use core::hint::unreachable_unchecked;
use core::mem;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::pin::Pin;
use core::ptr::{self, NonNull};

use crate::generators::state::State;
use crate::step::suspension::Protocol;
use crate::step::waker::panic_foreign_await;

/// Those with the body in a box.
pub(crate) type HeapState<F, Body, R> = State<F, HeapBody<Body>, R>;

/// A body in a box of its own, where it is pinned.
///
/// It is a `Pin<Box<Body>>` in all but name, and less for rustc to compile in each generator.
pub(crate) struct HeapBody<Body>(NonNull<Body>);

// SAFETY: it owns the body.
unsafe impl<Body: Send> Send for HeapBody<Body> {}
// SAFETY: as above.
unsafe impl<Body: Sync> Sync for HeapBody<Body> {}

impl<Body: UnwindSafe> UnwindSafe for HeapBody<Body> {}
impl<Body: RefUnwindSafe> RefUnwindSafe for HeapBody<Body> {}

impl<Body> HeapBody<Body> {
    /// The body.
    #[inline(always)]
    pub(crate) const fn as_mut(&mut self) -> Pin<&mut Body> {
        // SAFETY: it is there until this is dropped.
        let body = unsafe { self.0.as_mut() };
        // SAFETY: it stays there until it is dropped.
        unsafe { Pin::new_unchecked(body) }
    }

    /// Where the body is.
    #[inline(always)]
    pub(crate) const fn pointer(&self) -> NonNull<Body> {
        self.0
    }
}

impl<Body> Drop for HeapBody<Body> {
    fn drop(&mut self) {
        // SAFETY: the body is dropped first, or panics while it is, and nobody uses it after this.
        let _freed_last = unsafe { DeallocGuard::of(self.0) };
        // SAFETY: it is dropped where it is.
        unsafe { ptr::drop_in_place(self.0.as_ptr()) };
    }
}

/// The room of a body, which is freed with this even if a destructor panics in between.
pub(crate) struct DeallocGuard {
    memory: NonNull<u8>,
    layout: Layout,
}

impl DeallocGuard {
    /// The room of `body`.
    ///
    /// # Safety
    ///
    /// It lies in a box, and nobody uses it once this is dropped.
    #[inline(always)]
    pub(crate) const unsafe fn of<Body>(body: NonNull<Body>) -> Self {
        Self { memory: body.cast(), layout: Layout::new::<Body>() }
    }
}

impl Drop for DeallocGuard {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: that was promised to `of`.
        unsafe { dealloc(self.memory.as_ptr(), self.layout) };
    }
}

impl<F, Body, R> HeapState<F, Body, R> {
    /// Whether a body is moved with them.
    pub(crate) const HOLD_BODY: bool = false;

    /// Whether there is anything to be dropped.
    #[inline(always)]
    pub(crate) const fn need_drop(&self) -> bool {
        match self {
            Self::Suspended(_) | Self::Unresumed(_) | Self::Poisoned(_) => true,
            Self::Returned(_) => mem::needs_drop::<R>(),
            Self::Finished => false,
        }
    }

    /// Makes the body of a generator that was not started. Its first poll takes the arguments.
    ///
    /// All is moved by hand here and below, so that nothing is there to be dropped where something
    /// unwinds: rustc has less to compile for each generator then.
    ///
    /// # Safety
    ///
    /// The generator was not started.
    #[inline(always)]
    pub(crate) unsafe fn start<A, Y, S, E>(&mut self, types: Protocol<Y, S, E>) -> A
    where
        F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
    {
        // Before the arguments are touched: no register has to hold them meanwhile.
        // SAFETY: a body has room for its state at least.
        let body = unsafe { allocate(Self::layout_of_body()) }.cast::<Body>();
        let Self::Unresumed(start) = self else {
            // SAFETY: this function's own contract.
            unsafe { unreachable_unchecked() }
        };
        // SAFETY: it is forgotten where it was.
        let start = unsafe { ptr::read(start) };
        // SAFETY: nothing is left there to be dropped.
        unsafe { self.forget_body() };
        let made = start(types);
        // SAFETY: it was allocated with the layout of a body.
        unsafe { body.write(made.0) };
        // SAFETY: nothing is there to be dropped.
        unsafe { ptr::write(self, Self::Suspended(HeapBody(body))) };
        made.1
    }

    /// The body.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    pub(crate) unsafe fn body(&mut self) -> Pin<&mut Body> {
        match self {
            Self::Suspended(body) => body.as_mut(),
            // SAFETY: this function's own contract.
            _ => unsafe { unreachable_unchecked() },
        }
    }

    /// That of a body, which has room for its state at least.
    #[inline(always)]
    const fn layout_of_body() -> Layout {
        const { assert!(size_of::<Body>() != 0, "a body is an `async` block") };
        Layout::new::<Body>()
    }

    /// The body in its box, which the generator, then finished, has forgotten.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    const unsafe fn take_body(&mut self) -> NonNull<Body> {
        let Self::Suspended(body) = self else {
            // SAFETY: this function's own contract.
            unsafe { unreachable_unchecked() }
        };
        let body = body.pointer();
        // SAFETY: it is not dropped here.
        unsafe { self.forget_body() };
        body
    }

    /// Ends a generator whose body waits for something that no step will ever bring, by a panic.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    pub(crate) unsafe fn poison(&mut self) -> ! {
        /// The same for all generators, and it takes no pointer to one: a generator that is nowhere
        /// referred to need not be in memory.
        ///
        /// # Safety
        ///
        /// `drop` may be called with `body`.
        #[cold]
        #[inline(never)]
        unsafe fn drop_and_panic(body: NonNull<()>, drop: unsafe fn(NonNull<()>)) -> ! {
            // SAFETY: this function's own contract.
            unsafe { drop(body) };
            panic_foreign_await()
        }

        /// # Safety
        ///
        /// There is a `Body` in a box, which nobody else drops.
        unsafe fn drop_body<Body>(body: NonNull<()>) {
            drop(HeapBody(body.cast::<Body>()));
        }

        // SAFETY: this function's own contract.
        let body = unsafe { self.take_body() };
        // SAFETY: it is in a box, and nobody else drops it.
        unsafe { drop_and_panic(body.cast(), drop_body::<Body>) }
    }

    /// Ends a generator whose body has ended.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and the last poll of its body was ready.
    #[inline(always)]
    pub(crate) unsafe fn end(&mut self) {
        // SAFETY: this function's own contract.
        let body = unsafe { self.take_body() };
        // SAFETY: it is in a box, and its body has ended.
        drop(unsafe { DeallocGuard::of(body) });
    }

    /// As [`end`](Self::end), and keeps what the body returned.
    ///
    /// # Safety
    ///
    /// As for [`end`](Self::end).
    #[inline(always)]
    pub(crate) unsafe fn end_with(&mut self, returned: R) {
        // SAFETY: this function's own contract.
        let body = unsafe { self.take_body() };
        // SAFETY: nothing is left there to be dropped.
        unsafe { ptr::write(self, Self::Returned(returned)) };
        // SAFETY: it is in a box, and its body has ended.
        drop(unsafe { DeallocGuard::of(body) });
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
