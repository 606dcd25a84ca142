//! The state of a generator that has its body on the heap.
//!
//! Such a generator can be moved at any time, since the body does not move with it (I5).

use alloc::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use core::future::Future;
use core::hint::{black_box, unreachable_unchecked};
use core::mem::{self, ManuallyDrop};
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::pin::Pin;
use core::ptr::{self, NonNull};

use crate::generators::start::Start;
use crate::generators::state::State;
use crate::step::suspension::Protocol;
use crate::step::waker::panic_foreign_await;

/// The state of a generator with its body on the heap.
pub(crate) type HeapState<F, Body, R> = State<F, HeapBody<Body>, R>;

/// A body in an allocation of its own, where it is pinned.
///
/// It does what a `Pin<Box<Body>>` does, with less for rustc to compile in each generator.
pub(crate) struct HeapBody<Body>(NonNull<Body>);

// SAFETY: I11, it owns the body.
unsafe impl<Body: Send> Send for HeapBody<Body> {}
// SAFETY: I11, it owns the body.
unsafe impl<Body: Sync> Sync for HeapBody<Body> {}

impl<Body: UnwindSafe> UnwindSafe for HeapBody<Body> {}
impl<Body: RefUnwindSafe> RefUnwindSafe for HeapBody<Body> {}

impl<Body> HeapBody<Body> {
    /// Returns the body.
    #[inline(always)]
    pub(crate) const fn as_mut(&mut self) -> Pin<&mut Body> {
        // SAFETY: I11, the body is there until `self` is dropped. I5, it does not move.
        unsafe { Pin::new_unchecked(self.0.as_mut()) }
    }
}

impl<Body> Drop for HeapBody<Body> {
    fn drop(&mut self) {
        // SAFETY: I11, nothing uses the body after this.
        unsafe { drop_and_free::<Body>(self.0.cast()) };
    }
}

/// Drops the `Body` at `body`, and frees it.
///
/// # Safety
///
/// The caller owns the allocation (I11), and does not use it afterwards.
#[inline(always)]
unsafe fn drop_and_free<Body>(body: NonNull<()>) {
    let body = body.cast::<Body>();
    // SAFETY: I11, the caller owns the allocation. The guard frees it even if the destructor
    // panics.
    unsafe {
        let _freed_last = DeallocGuard::new(body);
        ptr::drop_in_place(body.as_ptr());
    }
}

/// Frees the allocation of a body when it is dropped.
struct DeallocGuard {
    memory: NonNull<u8>,
    layout: Layout,
}

impl DeallocGuard {
    /// Takes the allocation of `body`.
    ///
    /// # Safety
    ///
    /// The caller owns the allocation (I11), and does not use it once the guard is dropped.
    #[inline(always)]
    const unsafe fn new<Body>(body: NonNull<Body>) -> Self {
        Self { memory: body.cast(), layout: Layout::new::<Body>() }
    }
}

impl Drop for DeallocGuard {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: I11, the guard owns the allocation, which has this layout.
        unsafe { dealloc(self.memory.as_ptr(), self.layout) };
    }
}

impl<F, Body: Future, R> HeapState<F, Body, R> {
    /// Whether a body moves with the state.
    pub(crate) const HOLD_BODY: bool = false;

    /// The layout of a body, whose size is not zero: it has room for a state at least.
    const LAYOUT: Layout = {
        assert!(size_of::<Body>() != 0, "a body is an `async` block");
        Layout::new::<Body>()
    };

    /// Returns whether the state has anything to drop.
    #[inline(always)]
    const fn needs_drop(&self) -> bool {
        match self {
            Self::Suspended(_) | Self::Unresumed(_) | Self::Poisoned(_) => true,
            Self::Returned(_) => mem::needs_drop::<R>(),
            Self::Finished => false,
        }
    }

    /// Makes the body, and returns the arguments for its first poll.
    ///
    /// The contents move by pointer, so that a panic finds nothing to drop on the way. So rustc has
    /// less to compile for each generator.
    ///
    /// # Safety
    ///
    /// The generator was not started.
    #[inline(always)]
    pub(crate) unsafe fn start<A, Y, S, E, D>(&mut self) -> A
    where
        F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
    {
        // SAFETY: the size of the layout is not zero. I10, the caller guarantees the variant.
        // `forget_body` follows the read, and the state has nothing to drop when it is written.
        unsafe {
            // The allocation comes first, so that no register has to hold the arguments meanwhile.
            let place = allocate(Self::LAYOUT).cast::<Body>();
            let Self::Unresumed(start) = self else { unreachable_unchecked() };
            let start = ptr::read(start);
            self.forget_body();
            let made = start.start(Protocol::new());
            place.write(made.0);
            self.write_suspended(|body| body.write(HeapBody(place)));
            made.1
        }
    }

    /// Returns the body.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    pub(crate) unsafe fn body(&mut self) -> Pin<&mut Body> {
        match self {
            Self::Suspended(body) => body.as_mut(),
            // SAFETY: I10, the caller guarantees the variant.
            _ => unsafe { unreachable_unchecked() },
        }
    }

    /// Takes the allocation of the body. The generator is finished.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    const unsafe fn take_body(&mut self) -> NonNull<Body> {
        // SAFETY: I10, the caller guarantees the variant. I11, the caller owns the allocation from
        // now on.
        unsafe {
            let Self::Suspended(body) = self else { unreachable_unchecked() };
            let body = body.0;
            self.forget_body();
            body
        }
    }

    /// Drops a body that awaits a foreign future, and panics. The generator is finished.
    ///
    /// # Safety
    ///
    /// The generator is suspended.
    #[inline(always)]
    pub(crate) unsafe fn poison(&mut self) -> ! {
        /// One function for all generators. It has no pointer to a generator, so the generator need
        /// not be in memory.
        #[cold]
        #[inline(never)]
        unsafe fn drop_and_panic(body: NonNull<()>, drop: unsafe fn(NonNull<()>)) -> ! {
            // SAFETY: I11, the caller guarantees that `drop` takes `body`.
            unsafe { drop(body) };
            panic_foreign_await()
        }

        // SAFETY: I11, `take_body` gives the allocation away, and `drop_and_free` takes it.
        unsafe { drop_and_panic(self.take_body().cast(), drop_and_free::<Body>) }
    }

    /// Frees a body that has ended. The generator is finished.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and the last poll of its body was ready.
    #[inline(always)]
    pub(crate) unsafe fn end(&mut self) {
        // SAFETY: I5, the body is empty. I11, the guard takes the allocation.
        drop(unsafe { DeallocGuard::new(self.take_body()) });
    }

    /// Frees a body that has ended, and keeps what it returned.
    ///
    /// # Safety
    ///
    /// As for [`end`](Self::end).
    #[inline(always)]
    pub(crate) unsafe fn end_with(&mut self, returned: R) {
        // SAFETY: I5, the body is empty. I11, the guard takes the allocation. The state has nothing
        // to drop when it is written.
        unsafe {
            let body = self.take_body();
            self.write_returned(returned);
            drop(DeallocGuard::new(body));
        }
    }

    /// Drops the contents for the last time, from the destructor of a generator.
    ///
    /// An out-of-line destructor captures the generator's address. A captured value cannot be
    /// promoted to registers, so every `next` would load and store through memory. rustc drops a
    /// generator wherever the loop around it unwinds, and LLVM inlines next to nothing there. So
    /// the code here is small enough to be inlined even there: it frees a body, or moves the state
    /// to a function that does not get the address of the generator.
    ///
    /// # Safety
    ///
    /// Nothing uses `state` afterwards.
    #[inline(always)]
    pub(crate) unsafe fn drop_last(state: &mut ManuallyDrop<Self>) {
        if const { !mem::needs_drop::<F>() && !mem::needs_drop::<R>() } {
            // The drop of a state would be two functions more for each allocation that LLVM
            // inlines.
            let (Self::Suspended(body) | Self::Poisoned(body)) = &**state else { return };
            // SAFETY: I11, the state is not dropped, so it no longer owns the body.
            unsafe { drop_and_free::<Body>(body.0.cast()) };
        } else if const { size_of::<Self>() > 256 } {
            // The state is too large for a copy on the stack.
            // SAFETY: I10, the caller does not use the state afterwards.
            unsafe { ManuallyDrop::drop(state) };
        } else if state.needs_drop() {
            // SAFETY: I10, the caller does not use the state afterwards.
            drop_copy(unsafe { ManuallyDrop::take(state) });
        }
    }
}

/// Drops `state`.
///
/// `black_box` hides from LLVM that the function only drops its argument. LLVM would otherwise
/// leave out the copy, and pass the address of the generator.
#[inline(never)]
fn drop_copy<F, Body, R>(mut state: HeapState<F, Body, R>) {
    black_box(&mut state);
}

/// Allocates memory for a value of this layout.
///
/// It is inlined, since LLVM removes only an allocation that it sees. It does not look into a
/// function in a branch that is seldom taken.
///
/// # Safety
///
/// The size of the layout is not zero.
#[inline(always)]
unsafe fn allocate(layout: Layout) -> NonNull<u8> {
    // SAFETY: the caller guarantees the size.
    let memory = unsafe { alloc(layout) };
    NonNull::new(memory).unwrap_or_else(|| no_memory(layout.size(), layout.align()))
}

/// Handles an allocation failure, which ends the program.
///
/// `extern "C"` keeps it from unwinding. A caller would otherwise have to drop all that it holds
/// behind each first step.
#[cold]
#[inline(never)]
extern "C" fn no_memory(size: usize, align: usize) -> ! {
    match Layout::from_size_align(size, align) {
        Ok(layout) => handle_alloc_error(layout),
        Err(_) => unreachable!("they are the parts of a layout"),
    }
}
