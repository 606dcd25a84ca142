//! The proxy waker of a poll: it carries the address of the poll's slot to the body, and stands for the
//! task's waker to everybody else.

use core::future::Future;
use core::mem::ManuallyDrop;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use crate::stream::slot::{StreamSlot, task_at};

impl<Y> StreamSlot<Y> {
    /// Polls `body` once, with this slot to pass values through.
    ///
    /// Inlined, but not `always`: LLVM has to inline the body into this function first, where it sees
    /// that what the body finds through the context is this slot.
    ///
    /// # Safety
    ///
    /// `slot` points to a slot that is alive, nobody refers to it in the meantime, and S1 holds for
    /// `body`.
    #[inline]
    pub(crate) unsafe fn poll<Body: Future>(
        slot: *mut Self,
        body: Pin<&mut Body>,
    ) -> Poll<Body::Output> {
        // SAFETY: the data is a slot that is alive as long as this waker (S3), and the functions of
        // the vtable read the task's waker alone, which is `Sync`.
        let proxy = ManuallyDrop::new(unsafe { Waker::new(slot.cast(), &PROXY.vtable) });
        body.poll(&mut Context::from_waker(&proxy))
    }
}

/// A vtable that shares its address with no other table in the program.
///
/// The address says what the data pointer of a waker points to. A linker may fold functions with the
/// same code, and then constants with the same bytes and relocations. The tag is part of the constant,
/// and is in no other one.
#[repr(C)]
struct TaggedVtable {
    vtable: RawWakerVTable,
    tag: [u8; TAG.len()],
}

/// It names the version, for a program may link two versions of this crate.
const TAG: &[u8] = concat!("genfn ", env!("CARGO_PKG_VERSION"), ": waker of a stream").as_bytes();

/// The vtable of the proxy, and of no other waker: the data pointer points to the [`StreamSlot`] of a
/// poll that is running. A clone, and a wake, are the task's.
///
/// `#[used]` keeps the compiler from removing the tag, which nothing reads.
#[used]
static PROXY: TaggedVtable = TaggedVtable {
    vtable: RawWakerVTable::new(
        |slot| {
            // SAFETY: the proxy is not used after its slot is gone (S3).
            let task = ManuallyDrop::new(unsafe { task_of(slot) }.clone());
            RawWaker::new(task.data(), task.vtable())
        },
        // Nobody owns a proxy, so that nobody wakes by value; if so, it wakes all the same.
        // SAFETY: as above (S3).
        |slot| unsafe { task_of(slot) }.wake_by_ref(),
        // SAFETY: as above (S3).
        |slot| unsafe { task_of(slot) }.wake_by_ref(),
        |_| (),
    ),
    tag: match TAG.first_chunk() {
        Some(tag) => *tag,
        None => panic!("the tag is as long as it is"),
    },
};

/// # Safety
///
/// `slot` is that of a poll which is running.
unsafe fn task_of<'a>(slot: *const ()) -> &'a Waker {
    // SAFETY: this function's own contract.
    let task = unsafe { task_at(slot) };
    // SAFETY: the task's waker outlives the poll. It is never written (S5).
    unsafe { task.as_ref() }
}

/// The slot that the context's waker carries, if it is a proxy.
#[inline(always)]
pub(crate) fn slot_in(context: &Context<'_>) -> Option<NonNull<()>> {
    let waker = context.waker();
    if !ptr::eq(waker.vtable(), &raw const PROXY.vtable) {
        return None;
    }
    // SAFETY: the data of a proxy is the address of a slot.
    Some(unsafe { NonNull::new_unchecked(waker.data().cast_mut().cast()) })
}

/// The body of a stream was suspended after it found its slot, and before it yielded.
#[cold]
#[inline(never)]
pub(crate) fn panic_suspended_between() -> ! {
    panic!(
        "the argument of a yield has suspended this stream without an `.await`: write \
         `let value = ..;` in front of the yield, and yield `value`"
    )
}

/// The body of a stream has found another waker in its context than the one it is polled with.
#[cold]
#[inline(never)]
pub(crate) fn panic_exchanged_context() -> ! {
    panic!(
        "a future that the body of this stream waits for has put another waker into the body's \
         context: write its `.await` in the body itself, and not in a macro"
    )
}
