//! A typed frame: a delegate on the stack of those that a generator delegates to.
//!
//! ```text
//! header | padding | payload: a delegate, which leaves there what it returns | arguments
//! ```
//!
//! The arguments lie behind the frame, where the next one will go, until the first step of the delegate
//! takes them. That step is the next thing that happens: nothing is pushed before it.
//!
//! A frame is of a type that only its `step` and `drop` know, and that the body below it names in the
//! future that it waits with (`delegate::Delegation`). That future makes the body, and so the root,
//! `Send` just when the frame is.

use core::alloc::Layout;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::Poll;

use crate::frames::header::{Below, Header, Vtable};
use crate::frames::stack::{ROOM_FOR_SMALL, Stack};
use crate::step::slot::Slot;

/// What can lie in a frame: something that is stepped through a slot.
pub(crate) trait Delegate<Y, S, E> {
    type Return;

    /// Takes what is in the slot and runs to the next yield or the end. It is pending as
    /// [`Driver::drive`](crate::step::drive::Driver::drive) is, or with
    /// [`Signal::Delegated`](crate::step::slot::Signal::Delegated) after pushing a frame.
    ///
    /// # Safety
    ///
    /// `slot` is that of a step which is running, of a body that delegates.
    unsafe fn step(self: Pin<&mut Self>, slot: &mut Slot<Y, S, E>) -> Poll<Self::Return>;
}

/// A body, as a delegate.
pub(crate) struct BodyDelegate<Body>(pub(crate) Body);

impl<Body: Future, Y, S, E> Delegate<Y, S, E> for BodyDelegate<Body> {
    type Return = Body::Output;

    #[inline(always)]
    unsafe fn step(self: Pin<&mut Self>, slot: &mut Slot<Y, S, E>) -> Poll<Body::Output> {
        // SAFETY: the only field is pinned where this is, and never moved.
        let frame = unsafe { self.map_unchecked_mut(|this| &mut this.0) };
        // SAFETY: this function's own contract.
        unsafe { slot.poll(frame) }
    }
}

/// Where the payload of a frame for `P` lies.
///
/// # Safety
///
/// `header` stands before a frame that was pushed for a `P`.
#[inline(always)]
unsafe fn payload<P, R, A>(header: NonNull<Header>) -> *mut u8 {
    // SAFETY: `Stack::push` made room for the payload behind the header.
    let behind = unsafe { header.as_ptr().add(1) };
    // SAFETY: and for moving it up to this alignment.
    unsafe { aligned(behind.cast(), payload_layout::<P, R, A>().align()) }
}

/// `address` moved up to a multiple of `align`.
///
/// # Safety
///
/// The result lies in the same allocation, or one past it; and `address` is aligned for a header.
#[inline(always)]
unsafe fn aligned(address: *mut u8, align: usize) -> *mut u8 {
    if align <= align_of::<Header>() {
        return address;
    }
    let padding = address.addr().wrapping_neg() & (align - 1);
    // SAFETY: this function's own contract.
    unsafe { address.add(padding) }
}

/// Where a delegate leaves the `R` that it returns. Whoever waits for that knows nothing else of the
/// delegate, so it is the first place behind the header that is good for an `R`, not that of the
/// payload.
///
/// # Safety
///
/// `header` stands before a frame that was pushed for a delegate which returns an `R`.
#[inline(always)]
unsafe fn place_of_returned<R>(header: NonNull<Header>) -> *mut R {
    // SAFETY: as in `payload`.
    let behind = unsafe { header.as_ptr().add(1) };
    // SAFETY: the payload has room for an `R`, at an alignment that is at least as large: so this
    // is in front of it, or where it is.
    unsafe { aligned(behind.cast(), align_of::<R>()) }.cast()
}

/// Takes what a delegate has returned.
///
/// # Safety
///
/// `frame` is one whose step said that it has returned, it returned an `R`, nothing was pushed since,
/// and nobody took it before.
#[inline(always)]
pub(crate) unsafe fn take_returned<R>(frame: NonNull<()>) -> R {
    // SAFETY: this function's own contract.
    let place = unsafe { place_of_returned::<R>(frame.cast()) };
    // SAFETY: this function's own contract.
    unsafe { place.read() }
}

/// What lies in a payload, at each stage of a delegate.
#[expect(dead_code, reason = "it is a layout")]
union Payload<P, R> {
    delegate: ManuallyDrop<P>,
    returned: ManuallyDrop<R>,
}

/// The room for the payload of a `P`, a multiple of a header's alignment, and aligned for the `A`
/// behind it.
const fn payload_layout<P, R, A>() -> Layout {
    let payload = Layout::new::<Payload<P, R>>();
    let align = if payload.align() > align_of::<A>() { payload.align() } else { align_of::<A>() };
    let rounding = align_of::<Header>() - 1;
    match Layout::from_size_align((payload.size() + rounding) & !rounding, align) {
        Ok(layout) => layout,
        Err(_) => panic!("a frame is too large"),
    }
}

/// Where the arguments lie behind a payload.
const fn offset_of_arguments<P, R, A>() -> usize {
    payload_layout::<P, R, A>().size().next_multiple_of(align_of::<A>())
}

/// The room that has to be there to push a frame: its own, and behind it that of the arguments.
const fn room_for<P, R, A>() -> usize {
    let payload = payload_layout::<P, R, A>();
    let behind = offset_of_arguments::<P, R, A>() - payload.size();
    frame_size::<P, R, A>() + behind + size_of::<A>()
}

/// The room for a frame: header, padding and payload, a multiple of a header's alignment.
const fn frame_size<P, R, A>() -> usize {
    let payload = payload_layout::<P, R, A>();
    let padding = payload.align().saturating_sub(align_of::<Header>());
    size_of::<Header>() + padding + payload.size()
}

/// The alignment of a payload, and of the arguments behind it.
const fn alignment_of<P, R, A>() -> usize {
    payload_layout::<P, R, A>().align()
}

/// Whether a frame is pushed without asking for room. Such a frame can be moved to another place that
/// is aligned for a header.
const fn is_small<P, R, A>() -> bool {
    room_for::<P, R, A>() <= ROOM_FOR_SMALL && alignment_of::<P, R, A>() <= align_of::<Header>()
}

/// Puts a delegate on top, to be stepped next, and the arguments that its body takes first.
///
/// # Safety
///
/// Nothing was pushed since [`Stack::on`], or since the last [`Stack::promote`] or
/// [`Stack::reserve`]. The body that is running waits for it, and drops nothing that it borrows from
/// before it has returned or was dropped.
#[inline(always)]
pub(crate) unsafe fn push<P: Delegate<Y, S, E>, A, Y, S, E>(
    stack: &mut Stack,
    delegate: P,
    arguments: A,
) {
    if const { !is_small::<P, P::Return, A>() } {
        stack.reserve_large(room_for::<P, P::Return, A>());
    }
    // SAFETY: there is room for it. Chunks and the sizes of frames keep it aligned.
    let frame = unsafe { write(stack.free(), stack.below(), delegate, arguments) };
    // SAFETY: there is room for the frame.
    unsafe { stack.commit(frame, frame_size::<P, P::Return, A>()) };
}

/// Makes a frame for a delegate at `place`, with the arguments that it takes first behind it.
///
/// # Safety
///
/// At `place`, there is the [`room_for`] them, aligned for a header.
#[inline(always)]
unsafe fn write<P: Delegate<Y, S, E>, A, Y, S, E>(
    place: NonNull<u8>,
    below: Below,
    delegate: P,
    arguments: A,
) -> NonNull<Header> {
    let header = place.cast::<Header>();
    // SAFETY: this function's own contract.
    unsafe { header.write(Header { vtable: VtableOf::<P, A, Y, S, E>::UNSTARTED, below }) };
    // SAFETY: the header was written for a `P`.
    let payload = unsafe { payload::<P, P::Return, A>(header) };
    // SAFETY: there is room for it behind the header and the padding.
    unsafe { payload.cast::<P>().write(delegate) };
    // SAFETY: the header was written for a `P` and an `A`.
    let behind = unsafe { VtableOf::<P, A, Y, S, E>::arguments(header) };
    // SAFETY: there is room for them behind the frame.
    unsafe { behind.cast::<A>().write(arguments) };
    header
}

/// The payload of a frame that was pushed for `P` with the arguments `A`, at each stage.
struct VtableOf<P, A, Y, S, E>(PhantomData<(P, A, Slot<Y, S, E>)>);

impl<P: Delegate<Y, S, E>, A, Y, S, E> VtableOf<P, A, Y, S, E> {
    /// The delegate is there, and its arguments behind it.
    const UNSTARTED: &Vtable = &Vtable { step: Self::first_step, drop: Self::drop_unstarted };
    /// The delegate is there.
    const DELEGATE: &Vtable = &Vtable { step: Self::step, drop: Self::drop_delegate };
    /// Its destructor is running, or nothing is left.
    const NOTHING: &Vtable = &Vtable { step: Self::no_step, drop: |_| () };
    /// The value that it returned is there.
    const RETURNED: &Vtable = &Vtable { step: Self::no_step, drop: Self::drop_returned };

    /// Where the arguments of the delegate lie.
    ///
    /// # Safety
    ///
    /// `header` stands before a frame that was pushed for a `P` and an `A`, and nothing since.
    #[inline(always)]
    unsafe fn arguments(header: NonNull<Header>) -> *mut MaybeUninit<A> {
        // SAFETY: the frame was pushed for a `P` and an `A`.
        let place = unsafe { payload::<P, P::Return, A>(header) };
        // SAFETY: there was room for the `A` behind it.
        unsafe { place.add(offset_of_arguments::<P, P::Return, A>()) }.cast()
    }

    /// [`step`](Self::step) where the arguments are there.
    ///
    /// # Safety
    ///
    /// As for [`step`](Self::step), and the arguments of the delegate lie behind it.
    unsafe fn first_step(mut header: NonNull<Header>, slot: *mut ()) -> bool {
        // SAFETY: the header is in use, and no other reference to it.
        unsafe { header.as_mut() }.vtable = Self::DELEGATE;
        // SAFETY: this function's own contract.
        let arguments = unsafe { Self::arguments(header) };
        // SAFETY: this function's own contract.
        let slot_of_step = unsafe { &mut *slot.cast::<Slot<Y, S, E>>() };
        // SAFETY: nobody else refers to them, and nothing is pushed before the body has taken them.
        slot_of_step.set_arguments(unsafe { &mut *arguments });
        // SAFETY: this function's own contract.
        unsafe { Self::step(header, slot) }
    }

    /// # Safety
    ///
    /// The payload is the `P` that the frame was pushed for, with its arguments behind it, and
    /// neither is used again.
    unsafe fn drop_unstarted(header: NonNull<Header>) {
        // SAFETY: this function's own contract.
        let arguments = unsafe { Self::arguments(header) };
        // SAFETY: this function's own contract.
        let arguments = unsafe { arguments.cast::<A>().read() };
        // SAFETY: this function's own contract.
        unsafe { Self::drop_delegate(header) };
        drop(arguments);
    }

    /// # Safety
    ///
    /// `header` stands before a frame whose payload is the `P` that it was pushed for, and `slot`
    /// is a `Slot<Y, S, E>` as `Delegate::step` needs it.
    #[inline(never)]
    unsafe fn step(mut header: NonNull<Header>, slot: *mut ()) -> bool {
        // SAFETY: the frame was pushed for a `P`.
        let place = unsafe { payload::<P, P::Return, A>(header) };
        // SAFETY: the payload is a `P`, and nothing else refers to it.
        let delegate = unsafe { &mut *place.cast::<P>() };
        // SAFETY: it has lain here since it was pushed, and is dropped here.
        let delegate = unsafe { Pin::new_unchecked(delegate) };
        // SAFETY: this function's own contract, and nothing else refers to it now.
        let slot = unsafe { &mut *slot.cast::<Slot<Y, S, E>>() };
        // SAFETY: this function's own contract.
        let polled = unsafe { delegate.step(slot) };
        let Poll::Ready(returned) = polled else { return false };
        // Not to be dropped again, should its destructor panic.
        // SAFETY: the header is in use, and no other reference to it.
        unsafe { header.as_mut() }.vtable = Self::NOTHING;
        // SAFETY: the payload is a `P` that is not used again.
        unsafe { ptr::drop_in_place(place.cast::<P>()) };
        // SAFETY: the frame was pushed for a delegate that returns this.
        let place = unsafe { place_of_returned::<P::Return>(header) };
        // SAFETY: there is room for it, and nothing in it now.
        unsafe { place.write(returned) };
        // SAFETY: as above.
        unsafe { header.as_mut() }.vtable = Self::RETURNED;
        true
    }

    /// # Safety
    ///
    /// The `P` that the frame was pushed for has returned, and what it returned is not used again.
    unsafe fn drop_returned(header: NonNull<Header>) {
        // SAFETY: this function's own contract.
        let place = unsafe { place_of_returned::<P::Return>(header) };
        // SAFETY: this function's own contract.
        unsafe { ptr::drop_in_place(place) };
    }

    unsafe fn no_step(_: NonNull<Header>, _: *mut ()) -> bool {
        unreachable!("a delegate that has returned is not stepped")
    }

    /// # Safety
    ///
    /// The payload is the `P` that the frame was pushed for, which is not used again.
    unsafe fn drop_delegate(header: NonNull<Header>) {
        // SAFETY: the frame was pushed for a `P`.
        let place = unsafe { payload::<P, P::Return, A>(header) };
        // SAFETY: this function's own contract.
        unsafe { ptr::drop_in_place(place.cast::<P>()) };
    }
}
