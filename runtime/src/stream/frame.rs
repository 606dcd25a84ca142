//! A typed frame: a delegate on the stack of the stream that delegates to it.
//!
//! ```text
//! header | padding | payload: the delegate | arguments
//! ```
//!
//! The arguments follow the frame, where the next frame will be, until the first poll of the delegate
//! takes them. That poll comes next, before any other push. A delegate of a stream returns nothing.
//!
//! Only the functions in the vtable of a frame know its type. The body below the frame names the type of
//! the delegate in the `Delegation` that it awaits.

use core::alloc::Layout;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::Poll;

use crate::frames::header::{Header, Vtable};
use crate::frames::stack::{ROOM_FOR_SMALL, Stack};
use crate::step::slot::Signal;
use crate::stream::slot::StreamSlot;

/// A delegate that a frame can hold.
pub(crate) trait Delegate<Y> {
    /// Takes what is in the slot, and runs until it is pending or has ended.
    ///
    /// # Safety
    ///
    /// `slot` is that of a poll which is running, of a stream with a stack of delegates.
    unsafe fn step(self: Pin<&mut Self>, slot: &mut StreamSlot<Y>) -> Poll<()>;
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

/// Puts a delegate on top, to be polled next, and the arguments that its body takes first.
///
/// # Safety
///
/// Nothing was pushed since [`Stack::on`], or since the last [`Stack::promote`] or [`Stack::reserve`].
/// The body that is running waits for the delegate, and drops nothing that the delegate borrows from
/// before that has returned or was dropped (S6).
#[inline(always)]
pub(crate) unsafe fn push<P: Delegate<Y>, A, Y>(stack: &mut Stack, delegate: P, arguments: A) {
    // A layout of that size and alignment exists.
    const { assert!(Layout::from_size_align(room_for::<P, A>(), alignment::<P, A>()).is_ok()) };
    if const { !is_small::<P, A>() } {
        stack.reserve_large(room_for::<P, A>());
    }
    let header = stack.free().cast::<Header>();
    let vtable = VtableOf::<P, A, Y>::UNSTARTED;
    // SAFETY: there is room for the frame and the arguments, and `free` is aligned for a header.
    unsafe {
        header.write(Header { vtable, below: stack.below() });
        VtableOf::<P, A, Y>::payload(header).write(delegate);
        VtableOf::<P, A, Y>::arguments(header).cast::<A>().write(arguments);
        stack.commit(header, frame_size::<P, A>());
    }
}

/// The functions of a frame that was pushed for `P` with the arguments `A`.
struct VtableOf<P, A, Y>(PhantomData<(P, A, StreamSlot<Y>)>);

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
        step: Self::step,
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

    /// The header of the frame, given the address after it.
    ///
    /// # Safety
    ///
    /// `behind` is the address after the header of a frame.
    #[inline(always)]
    unsafe fn header(behind: NonNull<()>) -> NonNull<Header> {
        // SAFETY: the caller guarantees it.
        unsafe { behind.cast::<Header>().sub(1) }
    }

    /// Where the payload is.
    ///
    /// # Safety
    ///
    /// `header` is at a place with the room for this frame.
    #[inline(always)]
    unsafe fn payload(header: NonNull<Header>) -> *mut P {
        // SAFETY: the caller guarantees the room.
        let behind = unsafe { header.as_ptr().add(1) }.cast::<u8>();
        let align = alignment::<P, A>();
        if align <= align_of::<Header>() {
            return behind.cast();
        }
        let padding = behind.addr().wrapping_neg() & (align - 1);
        // SAFETY: the frame has room for the padding.
        unsafe { behind.add(padding) }.cast()
    }

    /// Where the arguments are.
    ///
    /// # Safety
    ///
    /// As for [`payload`](Self::payload), and nothing was pushed since.
    #[inline(always)]
    unsafe fn arguments(header: NonNull<Header>) -> *mut MaybeUninit<A> {
        // SAFETY: the caller guarantees the room.
        unsafe { Self::payload(header).byte_add(offset_of_arguments::<P, A>()).cast() }
    }

    /// # Safety
    ///
    /// As for [`step`](Self::step), and the arguments are after the delegate.
    unsafe fn first_step(behind: NonNull<()>, slot: *mut ()) {
        // SAFETY: the frame is in use, and nobody else refers to it. Nothing is pushed before the body
        // has taken the arguments.
        unsafe {
            let mut header = Self::header(behind);
            header.as_mut().vtable = Self::DELEGATE;
            let arguments = &mut *Self::arguments(header);
            (*slot.cast::<StreamSlot<Y>>()).step.set_arguments(arguments);
            Self::step(behind, slot);
        }
    }

    /// # Safety
    ///
    /// The payload is the delegate, and `slot` points to a `StreamSlot<Y>` as [`Delegate::step`] needs
    /// it, to which nobody else refers.
    #[inline(never)]
    unsafe fn step(behind: NonNull<()>, slot: *mut ()) {
        // SAFETY: the delegate has been here since it was pushed, and is dropped here (S6).
        let (mut header, polled) = unsafe {
            let header = Self::header(behind);
            let delegate = Pin::new_unchecked(&mut *Self::payload(header));
            (header, delegate.step(&mut *slot.cast::<StreamSlot<Y>>()))
        };
        if polled.is_pending() {
            return;
        }
        // SAFETY: the frame is in use, and nobody else refers to it. If its destructor panics, the
        // delegate is not dropped again.
        unsafe {
            header.as_mut().vtable = Self::NOTHING;
            ptr::drop_in_place(Self::payload(header));
            let slot = &mut (*slot.cast::<StreamSlot<Y>>()).step;
            // A delegate that was at an await has not taken it.
            slot.take_sent();
            slot.put(Signal::Ended);
        }
    }

    unsafe fn no_step(_: NonNull<()>, _: *mut ()) {
        unreachable!("a delegate that has returned is not polled")
    }

    /// # Safety
    ///
    /// The payload is the delegate with its arguments after it, and neither is used again.
    unsafe fn drop_unstarted(header: NonNull<Header>) {
        // SAFETY: the caller guarantees it.
        unsafe {
            let _dropped_last = Self::arguments(header).cast::<A>().read();
            ptr::drop_in_place(Self::payload(header));
        }
    }

    /// # Safety
    ///
    /// The payload is the delegate, which is not used again.
    unsafe fn drop_delegate(header: NonNull<Header>) {
        // SAFETY: the caller guarantees it.
        unsafe { ptr::drop_in_place(Self::payload(header)) };
    }
}
