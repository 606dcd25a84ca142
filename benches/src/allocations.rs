//! Counts what is allocated.
//!
//! A global allocator that counts would be seen by the optimiser, which then no longer takes
//! allocations away that it takes away elsewhere. So it is the C library's `malloc` that is
//! replaced, where its own stays reachable under another name: with glibc. It costs a few
//! instructions an allocation, the same for all variants.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);

/// Whether they are counted on this system.
pub(crate) const ARE_COUNTED: bool = cfg!(all(target_os = "linux", target_env = "gnu"));

/// How many allocations were made so far.
pub(crate) fn count() -> usize {
    ALLOCATIONS.load(Relaxed)
}

/// How many bytes were allocated so far, whether they have been freed or not.
pub(crate) fn bytes() -> usize {
    BYTES.load(Relaxed)
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod replaced {
    use std::ffi::c_void;

    use super::{ALLOCATIONS, BYTES, Relaxed};

    unsafe extern "C" {
        fn __libc_malloc(size: usize) -> *mut c_void;
        fn __libc_calloc(count: usize, size: usize) -> *mut c_void;
        fn __libc_realloc(pointer: *mut c_void, size: usize) -> *mut c_void;
    }

    #[inline]
    fn record(size: usize) {
        // Not one atomic operation each: a race could only miscount, and nothing is counted while
        // a second thread allocates.
        ALLOCATIONS.store(ALLOCATIONS.load(Relaxed).wrapping_add(1), Relaxed);
        BYTES.store(BYTES.load(Relaxed).wrapping_add(size), Relaxed);
    }

    // SAFETY: it is `malloc`, with its own contract.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn malloc(size: usize) -> *mut c_void {
        record(size);
        // SAFETY: any size can be asked for.
        unsafe { __libc_malloc(size) }
    }

    // SAFETY: it is `calloc`, with its own contract.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
        record(count.wrapping_mul(size));
        // SAFETY: any size can be asked for.
        unsafe { __libc_calloc(count, size) }
    }

    // SAFETY: it is `realloc`, with its own contract.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn realloc(pointer: *mut c_void, size: usize) -> *mut c_void {
        record(size);
        // SAFETY: this function's own contract.
        unsafe { __libc_realloc(pointer, size) }
    }
}
