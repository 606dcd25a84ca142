//! The allocator of every test program that uses this module: the system's, with counters.
//!
//! Each thread has counters of its own, so tests can run side by side.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::thread::LocalKey;

struct Counting;

thread_local! {
    static ALLOCATED: Cell<usize> = const { Cell::new(0) };
    static FREED: Cell<usize> = const { Cell::new(0) };
    /// The size of the first allocation since the cell was emptied.
    static FIRST: Cell<Option<usize>> = const { Cell::new(None) };
}

fn count(counter: &'static LocalKey<Cell<usize>>) {
    // A thread that ends may allocate when its locals are gone already.
    let _ = counter.try_with(|counter| counter.set(counter.get() + 1));
}

// SAFETY: every call is handed on to the system's allocator as it is. Counting neither allocates
// nor unwinds: the counters are constants to begin with and have no destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(&ALLOCATED);
        let _ = FIRST.try_with(|first| first.set(first.get().or(Some(layout.size()))));
        // SAFETY: the caller's promises are those that the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(&FREED);
        // SAFETY: as in `alloc`; the pointer came from there.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(&ALLOCATED);
        count(&FREED);
        // SAFETY: as in `alloc`; the pointer came from there.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Calls `run`, and returns its value with the numbers of its allocations and deallocations.
pub fn counted<T>(run: impl FnOnce() -> T) -> (T, usize, usize) {
    let before = (ALLOCATED.get(), FREED.get());
    let given = run();
    (given, ALLOCATED.get() - before.0, FREED.get() - before.1)
}

/// Calls `run`, drops its value, and returns the number of allocations that both make.
///
/// # Panics
///
/// Panics if they free more or less often than they allocate.
#[track_caller]
pub fn allocations<T>(run: impl FnOnce() -> T) -> usize {
    let ((), allocations, freed) = counted(|| drop(run()));
    assert_eq!(freed, allocations, "what is allocated is freed");
    allocations
}

/// Calls `run`, and returns the size of its first allocation, in bytes.
pub fn first_allocation<T>(run: impl FnOnce() -> T) -> Option<usize> {
    FIRST.set(None);
    run();
    FIRST.take()
}
