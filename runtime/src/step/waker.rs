//! The waker of a step, which carries the address of the slot to the body.

use core::future::Future;
use core::mem::ManuallyDrop;
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use crate::step::slot::Slot;

impl<Y, S, E> Slot<Y, S, E> {
    /// Polls `body` once. Values pass through this slot.
    ///
    /// `#[inline]`, deliberately not `always`. LLVM has to inline the body into this function
    /// first, and to find in several rounds that the context and the waker lead to this slot. Only
    /// then does it inline the result into the step.
    ///
    /// # Safety
    ///
    /// The `Protocol` of `body` is a `Protocol<Y, S, E>`, and `body` keeps to I2, I3 and I4.
    #[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "without a heap none delegates"))]
    #[inline]
    pub(crate) unsafe fn poll<Body: Future>(&mut self, body: Pin<&mut Body>) -> Poll<Body::Output> {
        let waker = waker(self);
        body.poll(&mut Context::from_waker(&waker))
    }
}

/// Creates a waker that carries the address of a slot, and wakes nobody. Its destructor does
/// nothing.
#[inline(always)]
pub(crate) fn waker<Y, S, E>(slot: *mut Slot<Y, S, E>) -> ManuallyDrop<Waker> {
    // SAFETY: the functions of `STEP` ignore the data pointer. So they keep the contract of a waker
    // whatever the pointer points to, and on every thread.
    ManuallyDrop::new(unsafe { Waker::new(slot.cast(), &STEP.vtable) })
}

/// Returns the address of the slot that `waker` carries, if it is the waker of a step.
#[inline(always)]
pub(crate) fn slot_of(waker: &Waker) -> Option<*mut ()> {
    ptr::eq(waker.vtable(), &raw const STEP.vtable).then(|| waker.data().cast_mut())
}

/// A vtable that shares its address with no other table in the program.
///
/// The address says what the data pointer of a waker points to. A linker may fold functions with
/// the same code, and then constants with the same bytes and relocations: lld does with `--icf=all
/// --ignore-data-address-equality`, MSVC's linker with `/OPT:ICF`. All functions of a vtable that
/// wakes nobody have the same code, so such a vtable may be folded with the one of [`Waker::noop`].
/// Linkers fold whole constants only. The tag is part of the constant, and is in no other one, so
/// it keeps the linker from folding the vtable.
#[repr(C)]
struct TaggedVtable {
    vtable: RawWakerVTable,
    tag: [u8; TAG.len()],
}

/// It names the version, for a program may link two versions of this crate.
const TAG: &[u8] = concat!("genfn ", env!("CARGO_PKG_VERSION"), ": waker of a step").as_bytes();

/// The vtable of [`waker`], and of no other waker: the data pointer points to the slot of the step
/// that is running. Its clones have the vtable [`CLONED`].
///
/// `#[used]` keeps the compiler from removing the tag, which nothing reads.
#[used]
static STEP: TaggedVtable = TaggedVtable {
    vtable: RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &CLONED), |_| {}, |_| {}, |_| {}),
    tag: match TAG.first_chunk() {
        Some(tag) => *tag,
        None => panic!("the tag is as long as it is"),
    },
};

/// The vtable of a clone, which wakes nobody and carries no address. A foreign future that keeps
/// its waker keeps nothing of the step. Nothing is told by its address.
static CLONED: RawWakerVTable =
    RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &CLONED), |_| {}, |_| {}, |_| {});

/// Panics for a body that is pending although it has not yielded: it awaits a foreign future, which
/// no step completes.
#[cold]
#[inline(never)]
pub(crate) fn panic_foreign_await() -> ! {
    panic!(
        "a generator waits only at its own yields, and this one was suspended by something else: \
         take `.await`, and macros that expand to it, out of its body"
    )
}
