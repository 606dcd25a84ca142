//! Counts what is allocated.
//!
//! The counters cost a few instructions an allocation, the same for all variants.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static LIVE_BYTES: AtomicUsize = AtomicUsize::new(0);

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: all of it is the system's allocator.
unsafe impl GlobalAlloc for Counting {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Not one atomic operation each: a race could only miscount, and nothing is counted while
        // a second thread runs.
        ALLOCATIONS.store(ALLOCATIONS.load(Relaxed).wrapping_add(1), Relaxed);
        LIVE_BYTES.store(LIVE_BYTES.load(Relaxed).wrapping_add(layout.size()), Relaxed);
        // SAFETY: this function's own contract.
        unsafe { System.alloc(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE_BYTES.store(LIVE_BYTES.load(Relaxed).wrapping_sub(layout.size()), Relaxed);
        // SAFETY: this function's own contract.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// How many allocations were made so far.
pub(crate) fn count() -> usize {
    ALLOCATIONS.load(Relaxed)
}

/// How many bytes are allocated now.
pub(crate) fn live_bytes() -> usize {
    LIVE_BYTES.load(Relaxed)
}
