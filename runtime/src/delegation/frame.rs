//! A typed frame: a delegate on the stack of the generator that delegates to it.
//!
//! ```text
//! header | padding | payload: the delegate, later the value that it returns | arguments
//! ```
//!
//! The arguments follow the frame, where the next frame will be, until the first step of the
//! delegate takes them. That step comes next, before any other push. Only a failure to allocate can
//! come between. The stack then drops them.
//!
//! Only the functions in the vtable of a frame know its type. The body below the frame names the
//! type of the delegate in the future that it awaits (I8).

use core::alloc::Layout;
use core::future::Future;
use core::mem::{self, ManuallyDrop, MaybeUninit};
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::Poll;

use crate::frames::header::{Below, Header, Vtable};
use crate::frames::stack::{ROOM_FOR_SMALL, Stack};
use crate::step::slot::{Signal, Slot};
use crate::step::suspension::PushPermit;

/// Polls the body at `body`. If it has ended, the signal of the slot is `Ended`, and the output is where
/// the stack of the slot says.
///
/// No other function polls a body that delegates: not the root, nor a frame, nor what a frame has
/// around the body. LLVM inlines a function of any size into its one caller. So a body is part of
/// this function, whatever the code around it. This function is the step of most frames. Where it is
/// small, it becomes part of the loop that steps the root.
///
/// # Safety
///
/// `body` is the address of a `Body`, and `slot` that of a `Slot<Y, S, E>`, for which I1 holds, and
/// whose stack is set. The place has room for the output of the body. The `Protocol` of the body is a `Protocol<Y, S, E>`, and the body keeps to I2, I3 and I4. It is pinned (I5).
#[inline]
unsafe fn poll_body<Body: Future, Y, S, E>(body: NonNull<()>, slot: *mut ()) {
    // SAFETY: I1 and I5, the caller guarantees them.
    let (pinned, slot) = unsafe {
        let pinned = Pin::new_unchecked(body.cast::<Body>().as_mut());
        (pinned, &mut *slot.cast::<Slot<Y, S, E>>())
    };
    // SAFETY: I1 to I4, the caller guarantees them for the body.
    let Poll::Ready(output) = (unsafe { slot.poll(pinned) }) else { return };
    if size_of::<Body::Output>() == 0 {
        // It has no place.
        mem::forget(output);
    } else {
        // SAFETY: I5, the body has ended, and is empty. The caller guarantees the room.
        unsafe {
            let place = NonNull::new(slot.stack().as_ref().output()).unwrap_or(body);
            place.cast::<Body::Output>().write(output);
        }
    }
    slot.put(Signal::Ended);
}

/// Polls `body`, and returns its output.
///
/// # Safety
///
/// I1 holds for `slot`, and its stack is set. The `Protocol` of `body` is a `Protocol<Y, S, E>`, and `body` keeps to I2,
/// I3 and I4.
#[inline(always)]
pub(crate) unsafe fn poll_body_for_output<Body: Future, Y, S, E>(
    body: Pin<&mut Body>,
    slot: &mut Slot<Y, S, E>,
) -> Poll<Body::Output> {
    let mut output = MaybeUninit::<Body::Output>::uninit();
    // SAFETY: the caller guarantees I1 to I4. I5, the body is pinned. If it has ended, its output is
    // in `output`. The body refers to the stack only while it runs. If it panics, the stack is
    // dropped, and no body leaves an output in it.
    unsafe {
        let body = NonNull::from(body.get_unchecked_mut());
        if size_of::<Body::Output>() != 0 {
            slot.stack().as_mut().set_output(output.as_mut_ptr().cast());
        }
        poll_body::<Body, Y, S, E>(body.cast(), (&raw mut *slot).cast());
        if size_of::<Body::Output>() != 0 {
            slot.stack().as_mut().set_output(ptr::null_mut());
        }
        if slot.signal() == Signal::Ended {
            Poll::Ready(output.assume_init())
        } else {
            Poll::Pending
        }
    }
}

/// A delegate that a frame can hold.
pub(crate) trait Delegate<Y, S, E> {
    /// What the delegate returns.
    type Return;

    /// [`step`](Self::step) as the step of a frame, for a delegate that is nothing but a body.
    const BODY_STEP: Option<unsafe fn(NonNull<()>, slot: *mut ())> = None;

    /// Takes the input from `slot`, and runs to the next yield or the end.
    ///
    /// The result is `Pending` as that of
    /// [`Driver::drive`](crate::step::drive::Driver::drive), or with the signal
    /// [`Delegated`](crate::step::slot::Signal::Delegated) after a push of a frame.
    ///
    /// # Safety
    ///
    /// I1 holds for `slot`, and its stack is set.
    unsafe fn step(self: Pin<&mut Self>, slot: &mut Slot<Y, S, E>) -> Poll<Self::Return>;
}

/// A body as a delegate, and what follows the end of the body.
///
/// `repr(C)` puts the body first.
#[repr(C)]
pub(crate) struct BodyDelegate<Body, M> {
    pub(crate) body: Body,
    pub(crate) after: M,
}

/// What a delegate does once its body has ended.
pub(crate) trait Finish<Output, Y, S, E> {
    /// What the delegate returns.
    type Return;

    /// Whether nothing follows the end of the body.
    const IS_NOTHING: bool = false;

    /// Takes the output of the body. The delegate returns, or stays pending with an item in the
    /// slot.
    fn finish(&mut self, output: Output, slot: &mut Slot<Y, S, E>) -> Poll<Self::Return>;

    /// Takes a step in place of a body that has ended. Returns `None` if the body has not ended.
    fn step_after_end(&mut self, slot: &mut Slot<Y, S, E>) -> Option<Poll<Self::Return>>;
}

/// The delegate returns what its body returns.
impl<Output, Y, S, E> Finish<Output, Y, S, E> for () {
    type Return = Output;

    const IS_NOTHING: bool = true;

    #[inline(always)]
    fn finish(&mut self, output: Output, _: &mut Slot<Y, S, E>) -> Poll<Output> {
        Poll::Ready(output)
    }

    #[inline(always)]
    fn step_after_end(&mut self, _: &mut Slot<Y, S, E>) -> Option<Poll<Output>> {
        None
    }
}

impl<Body, M, Y, S, E> Delegate<Y, S, E> for BodyDelegate<Body, M>
where
    Body: Future,
    M: Finish<Body::Output, Y, S, E>,
{
    type Return = M::Return;

    const BODY_STEP: Option<unsafe fn(NonNull<()>, slot: *mut ())> =
        if M::IS_NOTHING { Some(poll_body::<Body, Y, S, E>) } else { None };

    #[inline(always)]
    unsafe fn step(self: Pin<&mut Self>, slot: &mut Slot<Y, S, E>) -> Poll<M::Return> {
        // SAFETY: I5, the body is pinned where `self` is. `M` is not pinned.
        let (body, after) = unsafe {
            let Self { body, after } = self.get_unchecked_mut();
            (Pin::new_unchecked(body), after)
        };
        if let Some(polled) = after.step_after_end(slot) {
            return polled;
        }
        // SAFETY: I1 holds for the slot, and the body keeps to the contract of an expansion.
        let polled = unsafe { poll_body_for_output(body, slot) };
        match polled {
            Poll::Ready(output) => after.finish(output, slot),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// The contents of a payload: the delegate, or what it returned.
#[expect(dead_code, reason = "it is a layout")]
union Payload<P, R> {
    delegate: ManuallyDrop<P>,
    returned: ManuallyDrop<R>,
}

/// Returns the layout of the payload for a `P`. The size is a multiple of the alignment of a
/// header, and the alignment is that of the arguments, too.
const fn payload_layout<P, R, A>() -> Layout {
    let payload = Layout::new::<Payload<P, R>>();
    let align = if payload.align() > align_of::<A>() { payload.align() } else { align_of::<A>() };
    let rounding = align_of::<Header>() - 1;
    match Layout::from_size_align((payload.size() + rounding) & !rounding, align) {
        Ok(layout) => layout,
        Err(_) => panic!("a frame is too large"),
    }
}

/// Returns the offset of the arguments from the payload.
const fn offset_of_arguments<P, R, A>() -> usize {
    payload_layout::<P, R, A>().size().next_multiple_of(align_of::<A>())
}

/// Returns the size of a frame: header, padding and payload. It is a multiple of the alignment of a
/// header.
const fn frame_size<P, R, A>() -> usize {
    let payload = payload_layout::<P, R, A>();
    let padding = payload.align().saturating_sub(align_of::<Header>());
    size_of::<Header>() + padding + payload.size()
}

/// Returns the room that a push needs: for the frame, and for the arguments that follow it.
const fn room_for<P, R, A>() -> usize {
    let payload = payload_layout::<P, R, A>();
    let before_arguments = offset_of_arguments::<P, R, A>() - payload.size();
    frame_size::<P, R, A>() + before_arguments + size_of::<A>()
}

/// Returns whether a push needs no more room than there always is (I9). A small frame can be moved
/// to any place that is aligned for a header.
const fn is_small<P, R, A>() -> bool {
    room_for::<P, R, A>() <= ROOM_FOR_SMALL
        && payload_layout::<P, R, A>().align() <= align_of::<Header>()
}

/// Rounds `address` up to a multiple of `align`.
///
/// # Safety
///
/// The result is in the same allocation, or one past it. `address` is aligned for a header.
#[inline(always)]
unsafe fn aligned(address: *mut u8, align: usize) -> *mut u8 {
    if align <= align_of::<Header>() {
        return address;
    }
    let padding = address.addr().wrapping_neg() & (align - 1);
    // SAFETY: the caller guarantees it.
    unsafe { address.add(padding) }
}

/// Returns the place where a delegate leaves the `R` that it returns.
///
/// The body that takes the value knows `R` but not the type of the frame. So the place is the first
/// one after the header that is aligned for an `R`. It is not after the start of the payload.
///
/// # Safety
///
/// `header` is the header of a frame whose delegate returns an `R`.
#[inline(always)]
unsafe fn place_of_returned<R>(header: NonNull<Header>) -> *mut R {
    // SAFETY: the payload follows the header, and has the size and the alignment of an `R` at
    // least.
    unsafe { aligned(header.as_ptr().add(1).cast(), align_of::<R>()).cast() }
}

/// Takes what a delegate has returned.
///
/// # Safety
///
/// The step of the frame that was popped last from `stack` has said that its delegate has returned.
/// The delegate returns an `R`. Nothing was pushed since, and the value was not taken before.
#[inline(always)]
pub(crate) unsafe fn take_returned<R>(stack: NonNull<Stack>) -> R {
    // SAFETY: I10, the value is there. The caller guarantees the type, and takes the value once. The
    // step does not use the stack before the body suspends.
    unsafe { place_of_returned::<R>(stack.as_ref().free().cast()).read() }
}

/// Pushes `delegate` on the stack of the step, and the arguments that its body takes first.
///
/// It does not unwind (I7) except where a large frame does not fit into memory, and then before the
/// push.
#[inline(always)]
pub(crate) fn push<C, P, A, Y, S, E>(
    permit: &mut PushPermit<C, Y, S, E, P::Return>,
    delegate: P,
    arguments: A,
) where
    P: Delegate<Y, S, E>,
{
    let slot = permit.pointer.slot();
    // SAFETY: the permit is for a body that delegates, and each poll of such a body sets the stack.
    // The step does not use the stack before the body suspends. I9 gives the room for a small
    // frame. Chunks and the sizes of frames keep `free` aligned.
    unsafe {
        let stack = slot.stack().as_mut();
        if const { !is_small::<P, P::Return, A>() } {
            stack.reserve_large(room_for::<P, P::Return, A>());
        }
        let frame = write(stack.free(), stack.below(), delegate, arguments);
        slot.set_arguments(&mut *<P as Frame<A, Y, S, E>>::arguments(frame));
        stack.commit(frame, frame_size::<P, P::Return, A>());
    }
}

/// Writes a frame to `place`, and the arguments after it.
///
/// # Safety
///
/// `place` has the room that [`room_for`] says, and is aligned for a header.
#[inline(always)]
unsafe fn write<P, A, Y, S, E>(
    place: NonNull<u8>,
    below: Below,
    delegate: P,
    arguments: A,
) -> NonNull<Header>
where
    P: Delegate<Y, S, E>,
{
    let header = place.cast::<Header>();
    // SAFETY: I9, the caller guarantees the room.
    unsafe {
        header.write(Header { vtable: <P as Frame<A, Y, S, E>>::DELEGATE, below });
        <P as Frame<A, Y, S, E>>::payload(header).write(delegate);
        <P as Frame<A, Y, S, E>>::arguments(header).cast::<A>().write(arguments);
    }
    header
}

/// The vtables of a frame that was pushed for a delegate `Self` with the arguments `A` (I10). The
/// payload of a frame whose step has said that the delegate has ended is what it returned, whichever
/// vtable the frame has. Such a frame is popped at once.
///
/// # Safety of the functions
///
/// Each takes the header of such a frame, in the state that the vtable is for. Nothing else refers
/// to the frame.
trait Frame<A, Y, S, E>: Delegate<Y, S, E> + Sized {
    /// The payload is the delegate.
    const DELEGATE: &'static Vtable = &Vtable {
        step: Self::STEP,
        drop: Self::drop_delegate,
        drop_returned: Self::drop_returned,
        drop_arguments: Self::drop_arguments,
    };
    /// The payload is empty, or its destructor is running.
    const NOTHING: &'static Vtable = &Vtable {
        step: Self::no_step,
        drop: |_| (),
        drop_returned: Self::drop_returned,
        drop_arguments: |_| (),
    };

    /// Whether the payload follows the header without padding.
    const FOLLOWS_HEADER: bool =
        payload_layout::<Self, Self::Return, A>().align() <= align_of::<Header>();

    /// The step of a frame that was started. It is that of the body where there is nothing else.
    const STEP: unsafe fn(NonNull<()>, *mut ()) = match Self::BODY_STEP {
        Some(step) if Self::FOLLOWS_HEADER => step,
        _ => Self::step_frame,
    };

    /// Returns the place of the payload.
    #[inline(always)]
    unsafe fn payload(header: NonNull<Header>) -> *mut Self {
        let align = payload_layout::<Self, Self::Return, A>().align();
        // SAFETY: `frame_size` counts the header, the padding to this alignment, and the payload.
        unsafe { aligned(header.as_ptr().add(1).cast(), align).cast() }
    }

    /// Returns the place of the arguments. There is room for them until the next push.
    #[inline(always)]
    unsafe fn arguments(header: NonNull<Header>) -> *mut MaybeUninit<A> {
        // SAFETY: `room_for` counts the frame and the arguments.
        unsafe {
            Self::payload(header).byte_add(offset_of_arguments::<Self, Self::Return, A>()).cast()
        }
    }

    /// A step. `slot` is a `Slot<Y, S, E>` for which I1 holds, and its stack is set.
    #[inline(never)]
    unsafe fn step_frame(after_header: NonNull<()>, slot: *mut ()) {
        // SAFETY: the header is before this address.
        let mut header = unsafe { after_header.cast::<Header>().sub(1) };
        // SAFETY: I10, the payload is the delegate. I5, it has been here since its first step, and
        // is dropped here.
        let returned = unsafe {
            let delegate = Pin::new_unchecked(&mut *Self::payload(header));
            let slot = &mut *slot.cast::<Slot<Y, S, E>>();
            match Delegate::step(delegate, slot) {
                Poll::Ready(returned) => {
                    slot.put(Signal::Ended);
                    returned
                }
                Poll::Pending => return,
            }
        };
        // SAFETY: I10, the vtable says that the payload is empty before a destructor can panic. The
        // payload has room for what the delegate returns.
        unsafe {
            header.as_mut().vtable = Self::NOTHING;
            ptr::drop_in_place(Self::payload(header));
            place_of_returned::<Self::Return>(header).write(returned);
        }
    }

    /// Panics: a delegate that has returned takes no step.
    unsafe fn no_step(_: NonNull<()>, _: *mut ()) {
        unreachable!("a delegate that has returned is not stepped")
    }

    /// Drops the delegate.
    unsafe fn drop_delegate(header: NonNull<Header>) {
        // SAFETY: I10, the payload is the delegate.
        unsafe { ptr::drop_in_place(Self::payload(header)) };
    }

    /// Drops the arguments, which the delegate has not taken.
    unsafe fn drop_arguments(header: NonNull<Header>) {
        // SAFETY: I10, the arguments follow the frame until the first step.
        unsafe { (*Self::arguments(header)).assume_init_drop() };
    }

    /// Drops what the delegate returned.
    unsafe fn drop_returned(header: NonNull<Header>) {
        // SAFETY: I10, the value is there.
        unsafe { ptr::drop_in_place(place_of_returned::<Self::Return>(header)) };
    }
}

impl<P: Delegate<Y, S, E>, A, Y, S, E> Frame<A, Y, S, E> for P {}
