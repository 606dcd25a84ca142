//! A frame: a delegate on the stack of those that a generator delegates to.
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
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::Poll;

use crate::slot::Slot;

/// What can lie in a frame: something that is stepped through a slot.
pub(crate) trait Delegate<Y, S, E> {
    type Return;

    /// Takes what is in the slot and runs to the next yield or the end. It is pending as
    /// [`Delegates::drive`](crate::drive::Delegates::drive) is, or with
    /// [`Signal::Delegated`](crate::slot::Signal::Delegated) after pushing a frame.
    ///
    /// # Safety
    ///
    /// `slot` is that of a step which is running, of a body that delegates.
    unsafe fn step(self: Pin<&mut Self>, slot: &mut Slot<Y, S, E>) -> Poll<Self::Return>;
}

/// The first part of each frame; the payload follows at its next alignment.
///
/// The payload is a delegate. Once that has returned, the value lies at [`place_of_returned`].
pub(crate) struct Header {
    pub(crate) payload: &'static Payload,
    pub(crate) below: Below,
}

/// What can be done with a payload.
pub(crate) struct Payload {
    /// Steps the delegate, and tells whether it has returned. The value is at [`place_of_returned`]
    /// then.
    ///
    /// It makes the context by itself: where it is given one, LLVM has to look for the slot in that
    /// again after each store of the body.
    pub(crate) step: unsafe fn(NonNull<Header>, slot: *mut ()) -> bool,
    /// Drops what is there. It is called once, with the frame that it was made for.
    pub(crate) drop: unsafe fn(NonNull<Header>),
}

/// The frame below this one, if there is any; and in the lowest bit whether the chunk is full with this
/// one, so that what is above it lies in the next chunk.
#[derive(Clone, Copy)]
pub(crate) struct Below(pub(crate) *mut Header);

impl Below {
    pub(crate) const NOTHING: Self = Self(ptr::null_mut());

    #[inline(always)]
    pub(crate) fn chunk_is_full(self) -> bool {
        self.0.addr() & 1 == 1
    }

    pub(crate) fn with_full_chunk(self) -> Self {
        Self(self.0.map_addr(|address| address | 1))
    }

    pub(crate) fn without_full_chunk(self) -> Self {
        Self(self.0.map_addr(|address| address & !1))
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
union Stage<P, R> {
    delegate: ManuallyDrop<P>,
    returned: ManuallyDrop<R>,
}

/// The room for the payload of a `P`, a multiple of a header's alignment, and aligned for the `A`
/// behind it.
const fn payload_layout<P, R, A>() -> Layout {
    let payload = Layout::new::<Stage<P, R>>();
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
pub(crate) const fn room_for<P, R, A>() -> usize {
    let payload = payload_layout::<P, R, A>();
    let behind = offset_of_arguments::<P, R, A>() - payload.size();
    frame_size::<P, R, A>() + behind + size_of::<A>()
}

/// The room for a frame: header, padding and payload, a multiple of a header's alignment.
pub(crate) const fn frame_size<P, R, A>() -> usize {
    let payload = payload_layout::<P, R, A>();
    let padding = payload.align().saturating_sub(align_of::<Header>());
    size_of::<Header>() + padding + payload.size()
}

/// The alignment of a payload, and of the arguments behind it.
pub(crate) const fn alignment_of<P, R, A>() -> usize {
    payload_layout::<P, R, A>().align()
}

/// Makes a frame for a delegate at `place`, with the arguments that it takes first behind it.
///
/// # Safety
///
/// At `place`, there is the [`room_for`] them, aligned for a header.
#[inline(always)]
pub(crate) unsafe fn write<P: Delegate<Y, S, E>, A, Y, S, E>(
    place: NonNull<u8>,
    below: Below,
    delegate: P,
    arguments: A,
) -> NonNull<Header> {
    let header = place.cast::<Header>();
    // SAFETY: this function's own contract.
    unsafe { header.write(Header { payload: PayloadOf::<P, A, Y, S, E>::UNSTARTED, below }) };
    // SAFETY: the header was written for a `P`.
    let payload = unsafe { payload::<P, P::Return, A>(header) };
    // SAFETY: there is room for it behind the header and the padding.
    unsafe { payload.cast::<P>().write(delegate) };
    // SAFETY: the header was written for a `P` and an `A`.
    let behind = unsafe { PayloadOf::<P, A, Y, S, E>::arguments(header) };
    // SAFETY: there is room for them behind the frame.
    unsafe { behind.cast::<A>().write(arguments) };
    header
}

/// The payload of a frame that was pushed for `P` with the arguments `A`, at each stage.
struct PayloadOf<P, A, Y, S, E>(PhantomData<(P, A, Slot<Y, S, E>)>);

impl<P: Delegate<Y, S, E>, A, Y, S, E> PayloadOf<P, A, Y, S, E> {
    /// The delegate is there, and its arguments behind it.
    const UNSTARTED: &Payload = &Payload { step: Self::first_step, drop: Self::drop_unstarted };
    /// The delegate is there.
    const DELEGATE: &Payload = &Payload { step: Self::step, drop: Self::drop_delegate };
    /// Its destructor is running, or nothing is left.
    const NOTHING: &Payload = &Payload { step: Self::no_step, drop: |_| () };
    /// The value that it returned is there.
    const RETURNED: &Payload = &Payload { step: Self::no_step, drop: Self::drop_returned };

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
        unsafe { header.as_mut() }.payload = Self::DELEGATE;
        // SAFETY: this function's own contract.
        let arguments = unsafe { Self::arguments(header) };
        // SAFETY: this function's own contract.
        let slot_of_step = unsafe { &mut *slot.cast::<Slot<Y, S, E>>() };
        // SAFETY: nobody else refers to them, and nothing is pushed before the body has taken them.
        slot_of_step.hand_over(unsafe { &mut *arguments });
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
        unsafe { header.as_mut() }.payload = Self::NOTHING;
        // SAFETY: the payload is a `P` that is not used again.
        unsafe { ptr::drop_in_place(place.cast::<P>()) };
        // SAFETY: the frame was pushed for a delegate that returns this.
        let place = unsafe { place_of_returned::<P::Return>(header) };
        // SAFETY: there is room for it, and nothing in it now.
        unsafe { place.write(returned) };
        // SAFETY: as above.
        unsafe { header.as_mut() }.payload = Self::RETURNED;
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
