//! One poll: its slot, and the proxy waker that carries the slot's address to the body.
//!
//! To everybody but the body, the proxy stands for the task's own waker.

use core::convert::Infallible;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use crate::step::slot::{Signal, Slot};

/// What passes between a body and the poll of its stream. [`Signal::Sent`], with `()`, resumes the
/// body.
///
/// The task comes first, for the proxy to find it whatever the items are.
#[repr(C)]
pub struct StreamSlot<Y> {
    task: NonNull<Waker>,
    pub(crate) step: Slot<Y, (), Infallible>,
    /// Whether the body has taken a close in this poll, at a `try_yield!` or a `try_yield_from!`.
    pub(crate) told: bool,
    /// Whether a body has a [`StreamSlotPointer`](crate::stream::suspension::StreamSlotPointer) to this
    /// slot.
    pub(crate) found: bool,
    /// Whether the poll is one of a close, and nobody was told before it.
    pub(crate) closes: bool,
    /// Whether the body has ended with the item in the slot.
    pub(crate) ended: bool,
}

impl<Y> StreamSlot<Y> {
    /// The slot of a poll for `task`, with a signal that goes without a value. It is used no longer than
    /// `task` lives (S3).
    #[inline(always)]
    pub(crate) fn new(task: &Waker, signal: Signal) -> Self {
        Self {
            task: NonNull::from(task),
            step: Slot::new(signal),
            told: false,
            found: false,
            closes: false,
            ended: false,
        }
    }

    /// The waker of the task that polls.
    #[inline(always)]
    pub(crate) fn task(&self) -> &Waker {
        // SAFETY: S3, the task's waker outlives the slot. S5, nobody writes either.
        unsafe { self.task.as_ref() }
    }

    /// Replaces the waker of the first poll of a boxed stream (S7).
    ///
    /// # Safety
    ///
    /// `task` outlives the slot (S3). The body has not asked for anything in the slot yet (S5).
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) unsafe fn set_task(&mut self, task: NonNull<Waker>) {
        self.task = task;
    }
}

/// What the body of a stream of `Y` ends with.
pub trait Ending<Y> {
    /// The item that it is, if it is one.
    fn last_item(self) -> Option<Y>;
}

impl<Y> Ending<Y> for () {
    #[inline(always)]
    fn last_item(self) -> Option<Y> {
        None
    }
}

impl<T, X> Ending<Result<T, X>> for Result<(), X> {
    #[inline(always)]
    fn last_item(self) -> Option<Result<T, X>> {
        self.err().map(Err)
    }
}

/// The slot of a poll, as the poll itself has it.
///
/// A body finds the slot by its address. So the poll uses the slot through that address, too, and by no
/// reference that it holds while a body runs: [`poll`](Self::poll) borrows this value.
pub struct PollSlot<'a, Y> {
    address: NonNull<StreamSlot<Y>>,
    slot: PhantomData<&'a mut StreamSlot<Y>>,
}

impl<'a, Y> PollSlot<'a, Y> {
    #[inline(always)]
    pub(crate) fn new(slot: &'a mut StreamSlot<Y>) -> Self {
        Self { address: NonNull::from(slot), slot: PhantomData }
    }

    /// The slot at `address`.
    ///
    /// # Safety
    ///
    /// [`address`](Self::address) of such a slot gave it, and that one is not used in the meantime.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) unsafe fn at(address: NonNull<()>) -> Self {
        Self { address: address.cast(), slot: PhantomData }
    }

    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn address(&mut self) -> NonNull<()> {
        self.address.cast()
    }

    /// Polls `body` once, with this slot to pass values through. If it is ready, an item in the slot is
    /// the last one.
    ///
    /// Inlined, but not `always`: LLVM has to inline the body into this function first, where it sees
    /// that what the body finds through the context is this slot.
    ///
    /// # Safety
    ///
    /// S1 and S6 hold for `body`, whose items are those of the slot.
    #[inline]
    pub(crate) unsafe fn poll<Body>(&mut self, body: Pin<&mut Body>) -> Poll<()>
    where
        Body: Future,
        Body::Output: Ending<Y>,
    {
        // SAFETY: S3, the slot outlives the proxy. S5, the functions of the vtable read the task's waker
        // alone, which is `Sync`.
        let proxy = unsafe { Waker::new(self.address.as_ptr().cast(), &PROXY.vtable) };
        let proxy = ManuallyDrop::new(proxy);
        body.poll(&mut Context::from_waker(&proxy)).map(|end| {
            if let Some(item) = end.last_item() {
                self.step.put_item(item);
            }
        })
    }
}

impl<Y> Deref for PollSlot<'_, Y> {
    type Target = StreamSlot<Y>;

    #[inline(always)]
    fn deref(&self) -> &StreamSlot<Y> {
        // SAFETY: S3, the slot is alive. No body runs, for that would borrow `self`.
        unsafe { self.address.as_ref() }
    }
}

impl<Y> DerefMut for PollSlot<'_, Y> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut StreamSlot<Y> {
        // SAFETY: as in `deref` (S3), and `self` is borrowed mutably.
        unsafe { self.address.as_mut() }
    }
}

/// Polls the body at `body`. If it has ended, the signal of the slot is `Ended`, or, with a last item in
/// the slot, the flag `ended` is set.
///
/// No other function polls a body that delegates: not the root, nor a frame. LLVM inlines a function of
/// any size into its one caller. So a body is part of this function, whatever the code around it. This
/// function is the step of most frames. Where it is small, it becomes part of the loop that polls the
/// root.
///
/// # Safety
///
/// `body` is the address of a `Body` for which S1 and S6 hold, and `slot` that of a `PollSlot` of its
/// items.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) unsafe fn poll_body<Body: Future<Output: Ending<Y>>, Y>(
    body: NonNull<()>,
    slot: *mut (),
) {
    // SAFETY: S1, S6, the caller guarantees them.
    let (mut slot, polled) = unsafe {
        let mut slot = PollSlot::<Y>::at(NonNull::new_unchecked(slot));
        let polled = slot.poll(Pin::new_unchecked(body.cast::<Body>().as_mut()));
        (slot, polled)
    };
    if polled.is_pending() {
        return;
    }
    if slot.step.signal() == Signal::Yielded {
        slot.ended = true;
    } else {
        // A body that was at an await has not taken it.
        slot.step.take_sent();
        slot.step.put(Signal::Ended);
    }
}

/// Polls the body of a root. If it is ready, an item in the slot is the last one.
///
/// # Safety
///
/// S1 and S6 hold for `body`, whose items are those of the slot.
#[cfg(feature = "alloc")]
#[inline(always)]
pub(crate) unsafe fn poll_root<Body: Future<Output: Ending<Y>>, Y>(
    body: Pin<&mut Body>,
    slot: &mut PollSlot<'_, Y>,
) -> Poll<()> {
    // SAFETY: S1, S6, the caller guarantees them. The body is not moved by its address.
    unsafe {
        let body = NonNull::from(body.get_unchecked_mut());
        poll_body::<Body, Y>(body.cast(), slot.address().as_ptr());
    }
    if slot.ended || slot.step.signal() == Signal::Ended { Poll::Ready(()) } else { Poll::Pending }
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
            with_task(slot, |task| {
                let task = ManuallyDrop::new(task.clone());
                RawWaker::new(task.data(), task.vtable())
            })
        },
        // Nobody owns a proxy, so that nobody wakes by value; if so, it wakes all the same.
        |slot| with_task(slot, Waker::wake_by_ref),
        |slot| with_task(slot, Waker::wake_by_ref),
        |_| (),
    ),
    tag: match TAG.first_chunk() {
        Some(tag) => *tag,
        None => panic!("the tag is as long as it is"),
    },
};

/// Calls `function` with the task's waker. `slot` is the data of a proxy.
#[inline(always)]
fn with_task<R>(slot: *const (), function: impl FnOnce(&Waker) -> R) -> R {
    // SAFETY: S3, the proxy is not used after its slot is gone. The task is the first field, as the
    // representation says. It outlives the poll and is never written (S5).
    function(unsafe { slot.cast::<NonNull<Waker>>().read().as_ref() })
}

/// The address of the slot that the context's waker carries, if it is a proxy (S3, S4).
#[inline(always)]
pub(crate) fn slot_in(context: &Context<'_>) -> Option<*mut ()> {
    let waker = context.waker();
    ptr::eq(waker.vtable(), &raw const PROXY.vtable).then(|| waker.data().cast_mut())
}

/// Polls `future` with the waker of the task.
///
/// # Panics
///
/// If some future has put another waker into the context of the body.
#[inline(always)]
pub(crate) fn poll_for_task<F: Future>(
    future: Pin<&mut F>,
    context: &Context<'_>,
) -> Poll<F::Output> {
    let Some(slot) = slot_in(context) else { panic_exchanged_context() };
    with_task(slot, |task| future.poll(&mut Context::from_waker(task)))
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
