//! Allocations that fail, with a hook that unwinds: nothing is leaked, and nothing dropped twice.
//!
//! Each allocation of a run fails in turn, but that of the body of a generator that is not boxed: this
//! one is the first, and its failure aborts.

#![feature(alloc_error_hook)]

use std::alloc::{GlobalAlloc, Layout, System, set_alloc_error_hook};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use genfn::{BoxGenerator, Coroutine, generator};

/// The allocator of the system, in which the allocations of a thread can fail.
struct Fails;

thread_local! {
    /// The allocations until one fails.
    static UNTIL_ONE_FAILS: Cell<Option<usize>> = const { Cell::new(None) };
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: memory comes from the allocator of the system, which it goes back to.
unsafe impl GlobalAlloc for Fails {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if let Some(until) = UNTIL_ONE_FAILS.get() {
            if until == 0 {
                UNTIL_ONE_FAILS.set(None);
                return std::ptr::null_mut();
            }
            UNTIL_ONE_FAILS.set(Some(until - 1));
        }
        BYTES.set(BYTES.get().wrapping_add(layout.size()));
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        BYTES.set(BYTES.get().wrapping_sub(layout.size()));
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(place, layout) };
    }
}

#[global_allocator]
static ALLOCATOR: Fails = Fails;

thread_local!(static ALIVE: Cell<usize> = const { Cell::new(0) });

/// Counts how many of it are alive.
#[repr(align(32))]
struct Counted;

impl Counted {
    fn new() -> Self {
        ALIVE.set(ALIVE.get() + 1);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
    }
}

/// What an allocation that fails panics with.
struct Failed;

/// Makes each allocation of `run` fail in turn, from the allocation `first` on. Returns how many there are.
fn fail_each_allocation(first: usize, run: impl Fn()) -> usize {
    set_alloc_error_hook(|_| std::panic::resume_unwind(Box::new(Failed)));
    // What std keeps is allocated before.
    run();
    for failing in first.. {
        let bytes = BYTES.get();
        UNTIL_ONE_FAILS.set(Some(failing));
        let result = catch_unwind(AssertUnwindSafe(&run));
        UNTIL_ONE_FAILS.set(None);
        let Err(panic) = result else { return failing };
        assert!(panic.is::<Failed>(), "allocation {failing} fails, and nothing else");
        drop(panic);
        assert_eq!(ALIVE.get(), 0, "values are leaked where allocation {failing} fails");
        assert_eq!(BYTES.get(), bytes, "memory is leaked where allocation {failing} fails");
    }
    unreachable!("it returns when no allocation fails")
}

#[generator]
fn inner(depth: u32, counted: Counted, text: [Counted; 2]) -> impl Iterator<Item = u32> {
    let _local = Counted::new();
    yield_!(depth);
    if depth > 0 {
        yield_from!(inner(depth - 1, counted, text));
    }
}

#[generator]
fn small(_counted: Counted) -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
fn outer(depth: u32, counted: Counted) -> impl Iterator<Item = u32> {
    let _local = Counted::new();
    yield_from!(small(counted));
    yield_from!(inner(depth, Counted::new(), [Counted::new(), Counted::new()]));
}

#[test]
fn nothing_is_leaked_where_the_stack_of_delegates_does_not_fit() {
    let allocations = fail_each_allocation(1, || {
        let mut numbers = outer(40, Counted::new());
        let numbers: &mut dyn Iterator<Item = u32> = &mut numbers;
        assert_eq!(numbers.map(|_| 1).sum::<u32>(), 42);
    });
    // The body, the stack, and chunks of it.
    assert!(allocations >= 5, "{allocations}");
}

#[test]
fn nothing_is_leaked_where_a_fold_delegates() {
    let allocations = fail_each_allocation(0, || assert_eq!(outer(40, Counted::new()).count(), 42));
    assert!(allocations >= 4, "{allocations}");
}

#[generator]
fn large<const SIZE: usize>(_counted: Counted) -> impl Iterator<Item = u32> {
    let bytes = [1_u8; SIZE];
    yield_!(1);
    yield_!(bytes.iter().map(|byte| u32::from(*byte)).sum());
}

#[generator]
fn delegates_to_large(counted: Counted) -> impl Coroutine<Yield = u32, Return = usize> {
    yield_from!(small(Counted::new()));
    yield_from!(large::<5000>(Counted::new()));
    yield_from!(large::<100>(counted));
    yield_from!(large::<20_000>(Counted::new()));
    1
}

#[test]
fn nothing_is_leaked_where_a_large_delegate_does_not_fit() {
    let allocations = fail_each_allocation(1, || {
        let mut numbers = delegates_to_large(Counted::new());
        assert_eq!(numbers.by_ref().count(), 7);
    });
    assert!(allocations >= 4, "{allocations}");
}

#[generator]
fn boxed(counted: Counted) -> BoxGenerator<'static, u32> {
    let _local = Counted::new();
    yield_from!(small(counted));
}

#[test]
fn nothing_is_leaked_where_a_box_does_not_fit() {
    let allocations = fail_each_allocation(0, || {
        let mut numbers = BoxGenerator::new(boxed(Counted::new()));
        assert_eq!(numbers.next(), Some(1));
        assert_eq!(numbers.close(), Ok(None));
    });
    assert!(allocations >= 4, "{allocations}");
}

#[generator]
async fn inner_stream(depth: u32, counted: Counted) -> impl Stream<Item = u32> {
    yield_!(depth);
    if depth > 0 {
        yield_from!(inner_stream(depth - 1, counted));
    }
}

#[generator]
async fn stream(counted: Counted) -> impl Stream<Item = u32> + Unpin {
    let _local = Counted::new();
    yield_from!(inner_stream(40, counted));
}

#[test]
fn nothing_is_leaked_where_the_delegates_of_a_stream_do_not_fit() {
    let allocations = fail_each_allocation(0, || {
        let mut numbers = stream(Counted::new());
        let mut context = Context::from_waker(Waker::noop());
        for expected in (0..=40).rev().map(Some).chain([None]) {
            assert_eq!(Pin::new(&mut numbers).poll_next(&mut context), Poll::Ready(expected));
        }
    });
    assert!(allocations >= 4, "{allocations}");
}
