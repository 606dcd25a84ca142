//! What the tests of allocations share: the system's allocator, counting for each thread what passes
//! through it, so that tests can run side by side.

#![allow(dead_code, reason = "a test uses what it needs of this")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::thread::LocalKey;

struct Counting;

thread_local! {
    static ALLOCATED: Cell<usize> = const { Cell::new(0) };
    static FREED: Cell<usize> = const { Cell::new(0) };
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

/// What `run` gives, and how many allocations and deallocations it makes.
pub(crate) fn counted<T>(run: impl FnOnce() -> T) -> (T, usize, usize) {
    let before = (ALLOCATED.get(), FREED.get());
    let given = run();
    (given, ALLOCATED.get() - before.0, FREED.get() - before.1)
}

/// How often `run` and the drop of what it gives allocate; they have to free as often.
#[track_caller]
pub(crate) fn allocations<T>(run: impl FnOnce() -> T) -> usize {
    let ((), allocations, freed) = counted(|| drop(run()));
    assert_eq!(freed, allocations, "what is allocated is freed");
    allocations
}
