//! The frames of a stream's delegates.
//!
//! A header, a payload behind it, and for a body that was not polled yet the arguments that it takes
//! first. Only the functions of a frame know its type. The body below the frame names the type of
//! the delegate in the `Delegation` that it awaits.

use core::alloc::Layout;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::Poll;

use crate::frames::header::{Header, Vtable};
use crate::frames::stack::ROOM_FOR_SMALL;
use crate::step::slot::Signal;
use crate::stream::delegation::{Drive, DrivenDelegation};
use crate::stream::driver::StreamStack;
use crate::stream::poll::{Ending, PollSlot, poll_body, poll_root};
use crate::stream::suspension::PushPermit;

/// A delegate that a frame can hold.
pub(crate) trait Delegate<Y> {
    /// The step of a delegate that is nothing but a body.
    const BODY_STEP: Option<unsafe fn(NonNull<()>, *mut ())> = None;

    /// Takes what is in the slot, and runs until it is pending or has ended.
    fn step(self: Pin<&mut Self>, slot: &mut PollSlot<'_, Y>) -> Poll<()>;
}

impl<T, K: Drive<T, Y, Return = ()>, Y> Delegate<Y> for DrivenDelegation<T, K, Y> {
    fn step(self: Pin<&mut Self>, slot: &mut PollSlot<'_, Y>) -> Poll<()> {
        self.poll_with(slot)
    }
}

/// A body, as a delegate. It comes first, for the address of a payload to be that of its body.
#[repr(C)]
struct BodyDelegate<Body> {
    body: Body,
    /// Whether its error went out as an item, and the end is yet to be told.
    ended: bool,
}

impl<Body: Future<Output: Ending<Y>>, Y> Delegate<Y> for BodyDelegate<Body> {
    /// A body that ends with nothing is empty then, and its frame is popped as it is.
    const BODY_STEP: Option<unsafe fn(NonNull<()>, *mut ())> =
        if size_of::<Body::Output>() == 0 { Some(poll_body::<Body, Y>) } else { None };

    fn step(self: Pin<&mut Self>, slot: &mut PollSlot<'_, Y>) -> Poll<()> {
        // SAFETY: S6, the body is pinned where this is, and never moved; the flag is not pinned.
        let Self { body, ended } = unsafe { self.get_unchecked_mut() };
        if *ended {
            if slot.step.take_sent().is_some() {
                return Poll::Ready(());
            }
            slot.step.put(Signal::Uncaught);
            return Poll::Pending;
        }
        // SAFETY: S1 holds for the bodies that are pushed. S6, it is pinned where this is.
        let polled = unsafe { poll_root(Pin::new_unchecked(body), slot) };
        if !slot.ended {
            return polled;
        }
        (*ended, slot.ended) = (true, false);
        if slot.closes {
            if let Some(item) = slot.step.take_item() {
                slot.step.put_ignored(item);
            }
        }
        Poll::Pending
    }
}

/// Pushes `body`, to be polled next, with the arguments that it takes first.
#[inline(always)]
pub(crate) fn push_body<Body: Future<Output: Ending<Y>>, A, Y>(
    permit: PushPermit<Y, StreamStack>,
    body: Body,
    arguments: A,
) {
    push(permit, BodyDelegate { body, ended: false }, arguments);
}

/// The room for a payload: a multiple of a header's alignment.
const fn payload_size<P>() -> usize {
    size_of::<P>().next_multiple_of(align_of::<Header>())
}

/// The alignment of the payload and of the arguments.
const fn alignment<P, A>() -> usize {
    if align_of::<P>() > align_of::<A>() { align_of::<P>() } else { align_of::<A>() }
}

/// The room for a frame: header, padding and payload, a multiple of a header's alignment.
const fn frame_size<P, A>() -> usize {
    let padding = alignment::<P, A>().saturating_sub(align_of::<Header>());
    size_of::<Header>() + padding + payload_size::<P>()
}

/// Where the arguments are, from the start of the payload.
const fn offset_of_arguments<P, A>() -> usize {
    payload_size::<P>().next_multiple_of(align_of::<A>())
}

/// The room that a push needs: that of the frame, and after it that of the arguments.
const fn room_for<P, A>() -> usize {
    let arguments = offset_of_arguments::<P, A>() - payload_size::<P>() + size_of::<A>();
    frame_size::<P, A>() + arguments
}

/// Whether a frame is pushed without asking for room. Such a frame can be moved to another place that
/// is aligned for a header.
const fn is_small<P, A>() -> bool {
    room_for::<P, A>() <= ROOM_FOR_SMALL && alignment::<P, A>() <= align_of::<Header>()
}

/// Puts a delegate on top of the stack that the permit leads to, to be polled next, and the arguments
/// that its body takes first.
#[inline(always)]
pub(crate) fn push<P: Delegate<Y>, A, Y>(
    permit: PushPermit<Y, StreamStack>,
    delegate: P,
    arguments: A,
) {
    // A layout of that size and alignment exists.
    const { assert!(Layout::from_size_align(room_for::<P, A>(), alignment::<P, A>()).is_ok()) };
    let PushPermit(mut pointer) = permit;
    let step = &mut pointer.slot().step;
    // SAFETY: S2, the poll of a stream with this driver has set its stack, which it does not touch until
    // the body suspends. There is room for the frame and the arguments: the driver has seen to that of a
    // small one since the last push, and `free` is aligned for a header. S6, the body waits for the
    // delegate and drops nothing that it borrows from until it has returned or was dropped.
    unsafe {
        let stack = step.stack().as_mut();
        if const { !is_small::<P, A>() } {
            stack.reserve_large(room_for::<P, A>());
        }
        let header = stack.free().cast::<Header>();
        let vtable = VtableOf::<P, A, Y>::UNSTARTED;
        header.write(Header { vtable, below: stack.below() });
        VtableOf::<P, A, Y>::payload(header).write(delegate);
        VtableOf::<P, A, Y>::arguments(header).cast::<A>().write(arguments);
        stack.commit(header, frame_size::<P, A>());
    }
    step.take_sent();
    step.put(Signal::Delegated);
}

/// The functions of a frame that was pushed for `P` with the arguments `A`.
struct VtableOf<P, A, Y>(PhantomData<(P, A, Y)>);

impl<P: Delegate<Y>, A, Y> VtableOf<P, A, Y> {
    /// The delegate is there, and its arguments after it.
    const UNSTARTED: &Vtable = &Vtable {
        step: Self::first_step,
        drop: Self::drop_unstarted,
        drop_returned: |_| (),
        drop_arguments: |_| (),
    };
    /// The delegate is there.
    const DELEGATE: &Vtable = &Vtable {
        step: Self::STEP,
        drop: Self::drop_delegate,
        drop_returned: |_| (),
        drop_arguments: |_| (),
    };
    /// Its destructor is running, or nothing is left.
    const NOTHING: &Vtable = &Vtable {
        step: Self::no_step,
        drop: |_| (),
        drop_returned: |_| (),
        drop_arguments: |_| (),
    };

    /// The step of a delegate that was started. It is that of the body where there is nothing else, and
    /// the payload follows the header.
    const STEP: unsafe fn(NonNull<()>, *mut ()) = match P::BODY_STEP {
        Some(step) if alignment::<P, A>() <= align_of::<Header>() => step,
        _ => Self::step,
    };

    /// Where the payload is. The place has the room for the frame.
    #[inline(always)]
    fn payload(header: NonNull<Header>) -> *mut P {
        let behind = header.as_ptr().wrapping_add(1).cast::<u8>();
        let align = alignment::<P, A>();
        if align <= align_of::<Header>() {
            return behind.cast();
        }
        behind.wrapping_add(behind.addr().wrapping_neg() & (align - 1)).cast()
    }

    /// Where the arguments are, until the next push.
    #[inline(always)]
    fn arguments(header: NonNull<Header>) -> *mut MaybeUninit<A> {
        Self::payload(header).wrapping_byte_add(offset_of_arguments::<P, A>()).cast()
    }

    /// The first step. The arguments are after the delegate.
    unsafe fn first_step(behind: NonNull<()>, slot: *mut ()) {
        // SAFETY: the header is in front of this address, the frame is in use, and nobody else refers to
        // it. Nothing is pushed before the body has taken the arguments. The slot is that of a poll.
        unsafe {
            let mut header = behind.cast::<Header>().sub(1);
            header.as_mut().vtable = Self::DELEGATE;
            let arguments = &mut *Self::arguments(header);
            PollSlot::<Y>::at(NonNull::new_unchecked(slot)).step.set_arguments(arguments);
            Self::STEP(behind, slot);
        }
    }

    /// A step. The payload is the delegate, and `slot` the address of a `PollSlot<Y>`.
    #[inline(never)]
    unsafe fn step(behind: NonNull<()>, slot: *mut ()) {
        // SAFETY: the header is in front of this address, the frame is in use, and nobody else refers to
        // it. S6, the delegate has been here since it was pushed, and is dropped here. If its destructor
        // panics, the vtable says that it is not there to be dropped again.
        unsafe {
            let mut header = behind.cast::<Header>().sub(1);
            let mut slot = PollSlot::<Y>::at(NonNull::new_unchecked(slot));
            let delegate = Pin::new_unchecked(&mut *Self::payload(header));
            if delegate.step(&mut slot).is_pending() {
                return;
            }
            header.as_mut().vtable = Self::NOTHING;
            ptr::drop_in_place(Self::payload(header));
            // A delegate that was at an await has not taken it.
            slot.step.take_sent();
            slot.step.put(Signal::Ended);
        }
    }

    unsafe fn no_step(_: NonNull<()>, _: *mut ()) {
        unreachable!("a delegate that has returned is not polled")
    }

    /// Drops the delegate and the arguments after it.
    unsafe fn drop_unstarted(header: NonNull<Header>) {
        // SAFETY: both are there, and neither is used again.
        unsafe {
            let _dropped_last = Self::arguments(header).cast::<A>().read();
            ptr::drop_in_place(Self::payload(header));
        }
    }

    /// Drops the delegate.
    unsafe fn drop_delegate(header: NonNull<Header>) {
        // SAFETY: it is there, and not used again.
        unsafe { ptr::drop_in_place(Self::payload(header)) };
    }
}
