//! The stack of delegates that a generator owns.
//!
//! ```text
//! body:  yield_from!(inner())        the frame of `inner` is pushed, the body suspends
//! step   ----> top frame             whatever the depth, one call
//! top frame returns                  popped; its value goes to the frame below, which runs on
//! ```
//!
//! Frames lie in chunks that the root allocates, each twice as large as the one before, and reuses
//! last in, first out. A frame borrows from frames below it, down to the root's own body: so
//! frames are only ever dropped from the top, and all of them before the root's body. Pushing,
//! popping, throwing, closing and dropping are loops: no depth needs stack.
//!
//! A frame is of a type that only its `step` and `drop` know, and that the body below it names in
//! the future that it waits with (`delegate::Delegation`). That future makes the body, and so the
//! root, `Send` just when the frame is.

use alloc::alloc::{alloc, dealloc, handle_alloc_error};
use core::alloc::Layout;
use core::future::Future;
use core::mem;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll};

use crate::slot::{Passed, Slot};

/// What a machine keeps of those that its body delegates to, and how it steps them.
pub trait Delegates: Default {
    /// Passes what is in `slot` to the innermost body and runs it, and those that it returns to,
    /// until one yields or the outermost, `body`, returns.
    ///
    /// It is pending with an item in the slot, or with the error or close that nobody caught: the
    /// delegates are dropped then.
    ///
    /// # Safety
    ///
    /// As for [`Slot::poll`]. Since `self` was last without delegates, it was driven with this
    /// `body` only, which has not moved; and `self` is dropped before it.
    #[doc(hidden)]
    unsafe fn drive<Body: Future, Y, S, E>(
        &mut self,
        body: Pin<&mut Body>,
        slot: &mut Slot<Y, S, E>,
    ) -> Poll<Body::Output>;
}

/// A body without `yield_from!` has no delegates.
#[derive(Default)]
pub struct NoDelegates;

impl Delegates for NoDelegates {
    #[inline(always)]
    unsafe fn drive<Body: Future, Y, S, E>(
        &mut self,
        body: Pin<&mut Body>,
        slot: &mut Slot<Y, S, E>,
    ) -> Poll<Body::Output> {
        // SAFETY: this function's own contract.
        unsafe { slot.poll(body) }
    }
}

/// What can lie in a frame: something that is stepped through a slot.
pub(crate) trait Delegate<Y, S, E> {
    type Return;

    /// Takes what is in the slot and runs to the next yield or the end. It is pending as
    /// [`Delegates::drive`] is, or with [`Passed::Delegated`] after pushing a frame.
    ///
    /// # Safety
    ///
    /// `slot` is the one that `context` points to, and of a step that is running.
    unsafe fn step(
        self: Pin<&mut Self>,
        slot: *mut Slot<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Poll<Self::Return>;
}

/// Stands before each frame in its chunk; the payload follows at its next alignment.
///
/// The payload is a delegate, and once it has returned, the value that it returned.
struct Header {
    /// Steps the delegate. When it returns, puts the value in its place, and tells where that is.
    step: unsafe fn(NonNull<Header>, slot: *mut (), &mut Context<'_>) -> Option<NonNull<()>>,
    /// Drops the payload. `None` while that is going on, or where there is none left.
    drop: Option<unsafe fn(NonNull<Header>)>,
    below: Option<NonNull<Header>>,
    /// Where the chunk was free before this frame.
    free: NonNull<u8>,
}

/// Where the payload of a frame for `P` lies.
///
/// # Safety
///
/// `header` stands before a frame that was pushed for a `P`.
#[inline(always)]
unsafe fn payload<P, R>(header: NonNull<Header>) -> *mut u8 {
    // SAFETY: `Frames::push` made room for the payload behind the header at this alignment.
    unsafe { aligned(header.as_ptr().add(1).cast(), payload_layout::<P, R>().align()) }
}

/// `address` moved up to a multiple of `align`.
///
/// # Safety
///
/// The result lies in the same allocation, or one past it.
#[inline(always)]
unsafe fn aligned(address: *mut u8, align: usize) -> *mut u8 {
    if align <= mem::align_of::<Header>() {
        return address;
    }
    let padding = address.addr().wrapping_neg() & (align - 1);
    // SAFETY: this function's own contract.
    unsafe { address.add(padding) }
}

/// The room for a `P` and for the `R` that takes its place, a multiple of a header's alignment.
const fn payload_layout<P, R>() -> Layout {
    let (p, r) = (Layout::new::<P>(), Layout::new::<R>());
    let size = if p.size() > r.size() { p.size() } else { r.size() };
    let align = if p.align() > r.align() { p.align() } else { r.align() };
    let rounding = mem::align_of::<Header>() - 1;
    match Layout::from_size_align((size + rounding) & !rounding, align) {
        Ok(layout) => layout,
        Err(_) => panic!("a frame is too large"),
    }
}

/// # Safety
///
/// `header` stands before a frame whose payload is a `P` that was pushed for these types, and
/// `slot` is a `Slot<Y, S, E>` as `Delegate::step` needs it.
unsafe fn step_payload<P: Delegate<Y, S, E>, Y, S, E>(
    mut header: NonNull<Header>,
    slot: *mut (),
    context: &mut Context<'_>,
) -> Option<NonNull<()>> {
    // SAFETY: the frame was pushed for a `P`.
    let place = unsafe { payload::<P, P::Return>(header) };
    // SAFETY: the payload is a `P`; it has lain here since it was pushed and is dropped here.
    let delegate = unsafe { Pin::new_unchecked(&mut *place.cast::<P>()) };
    // SAFETY: this function's own contract.
    let polled = unsafe { delegate.step(slot.cast(), context) };
    let Poll::Ready(returned) = polled else { return None };
    // SAFETY: the header is in use, and no other reference to it.
    let header = unsafe { header.as_mut() };
    // Not to be dropped again, should its destructor panic.
    header.drop = None;
    // SAFETY: the payload is a `P` that is not used again.
    unsafe { ptr::drop_in_place(place.cast::<P>()) };
    // SAFETY: there is room for either, and nothing in it now.
    unsafe { place.cast::<P::Return>().write(returned) };
    header.drop = Some(drop_payload::<P, P::Return, P::Return>);
    NonNull::new(place.cast())
}

/// Drops a payload which is a `T`, of a frame that was pushed for `P` and `R`.
///
/// # Safety
///
/// That it is one, which is not used again.
unsafe fn drop_payload<P, R, T>(header: NonNull<Header>) {
    // SAFETY: the frame was pushed for a `P` and `R`.
    let place = unsafe { payload::<P, R>(header) };
    // SAFETY: this function's own contract.
    unsafe { ptr::drop_in_place(place.cast::<T>()) };
}

/// Stands at the start of each chunk.
struct Chunk {
    layout: Layout,
    previous: Option<NonNull<Chunk>>,
    /// Where the previous chunk was free, and where it ends.
    previous_free: NonNull<u8>,
    previous_end: NonNull<u8>,
}

/// The room of the first chunk: some ten small frames.
const FIRST_CHUNK: usize = 1024;

/// The frames above a body, and the memory that they lie in.
pub struct Frames {
    top: Option<NonNull<Header>>,
    /// A frame that was popped because it returned, and the value that the body below has yet to
    /// take.
    returned: Option<(NonNull<Header>, NonNull<()>)>,
    free: NonNull<u8>,
    end: NonNull<u8>,
    chunk: Option<NonNull<Chunk>>,
    /// An empty chunk, kept so that a stack which comes and goes over the end of a chunk does not
    /// allocate each time.
    spare: Option<NonNull<Chunk>>,
}

// SAFETY: the frames are of types that the bodies below them hold in their `Delegation`s, so a
// machine around these frames is only `Send` where all of them are. The memory is owned.
unsafe impl Send for Frames {}
// SAFETY: nothing can be done with the frames through a shared reference.
unsafe impl Sync for Frames {}

impl Default for Frames {
    #[inline]
    fn default() -> Self {
        Self {
            top: None,
            returned: None,
            free: NonNull::dangling(),
            end: NonNull::dangling(),
            chunk: None,
            spare: None,
        }
    }
}

impl Frames {
    /// Puts a delegate on top, to be stepped next.
    ///
    /// # Safety
    ///
    /// The body that is running waits for it, and drops nothing that it borrows from before it
    /// has returned or was dropped.
    #[inline]
    pub(crate) unsafe fn push<P: Delegate<Y, S, E>, Y, S, E>(&mut self, delegate: P) {
        let (header, behind) = self.make_room(payload_layout::<P, P::Return>());
        let free = mem::replace(&mut self.free, behind);
        // SAFETY: `make_room` gave room for a header and this payload.
        unsafe {
            header.write(Header {
                step: step_payload::<P, Y, S, E>,
                drop: Some(drop_payload::<P, P::Return, P>),
                below: self.top,
                free,
            });
        }
        // SAFETY: the header was written for a `P`.
        let place = unsafe { payload::<P, P::Return>(header) };
        // SAFETY: as above, there is room for it.
        unsafe { place.cast::<P>().write(delegate) };
        self.top = Some(header);
    }

    /// Where the next frame goes, and where the chunk is free behind it.
    #[inline]
    fn make_room(&mut self, payload: Layout) -> (NonNull<Header>, NonNull<u8>) {
        let padding = payload.align().saturating_sub(mem::align_of::<Header>());
        let size = mem::size_of::<Header>() + padding + payload.size();
        if self.end.addr().get() - self.free.addr().get() < size {
            self.grow(size);
        }
        // SAFETY: the header and payload, padding included, lie between `free` and `end`.
        let behind = unsafe { self.free.add(size) };
        (self.free.cast(), behind)
    }

    /// Goes on to a chunk with room for `size` bytes.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, size: usize) {
        let needed = mem::size_of::<Chunk>() + size;
        let chunk = match self.spare.take() {
            // SAFETY: the spare chunk is owned and nothing else refers to it.
            Some(spare) if unsafe { spare.as_ref() }.layout.size() >= needed => spare,
            too_small => {
                // SAFETY: the spare chunk is empty and no longer referred to.
                too_small.into_iter().for_each(|chunk| unsafe { release(chunk) });
                let last = self.chunk.map_or(FIRST_CHUNK / 2, |chunk| {
                    // SAFETY: the current chunk is in use.
                    unsafe { chunk.as_ref() }.layout.size()
                });
                allocate(needed.max(last.saturating_mul(2)))
            }
        };
        // SAFETY: the chunk is owned and nothing else refers to it.
        let header = unsafe { &mut *chunk.as_ptr() };
        header.previous = self.chunk;
        header.previous_free = self.free;
        header.previous_end = self.end;
        let size = header.layout.size();
        self.chunk = Some(chunk);
        self.free = first_of(chunk);
        // SAFETY: one past the chunk's own allocation.
        self.end = unsafe { chunk.cast::<u8>().add(size) };
    }

    /// Gives back the memory of the frame that was on top.
    ///
    /// # Safety
    ///
    /// It is the last frame that was pushed and whose memory was not given back, and its payload
    /// was dropped or moved out.
    #[inline]
    unsafe fn give_back(&mut self, header: NonNull<Header>) {
        // SAFETY: the memory of a frame is in use until it is given back.
        self.free = unsafe { header.as_ref() }.free;
        let Some(chunk) = self.chunk else { return };
        if header.cast() == first_of(chunk) {
            self.leave_chunk(chunk);
        }
    }

    /// Goes back to the chunk before the current one, which has become empty.
    #[cold]
    fn leave_chunk(&mut self, chunk: NonNull<Chunk>) {
        // SAFETY: the chunk is in use, and nothing else refers to it.
        let header = unsafe { chunk.as_ref() };
        self.chunk = header.previous;
        self.free = header.previous_free;
        self.end = header.previous_end;
        // The larger of the two is kept.
        let size = header.layout.size();
        let smaller = match self.spare {
            // SAFETY: the spare chunk is owned, and nothing else refers to it.
            Some(spare) if unsafe { spare.as_ref() }.layout.size() >= size => Some(chunk),
            other => {
                self.spare = Some(chunk);
                other
            }
        };
        // SAFETY: it is empty, and no longer referred to.
        smaller.into_iter().for_each(|chunk| unsafe { release(chunk) });
    }

    /// Drops the frame on top.
    ///
    /// # Safety
    ///
    /// `top` is it.
    unsafe fn drop_top(&mut self, top: NonNull<Header>) {
        // SAFETY: the frame on top is in use.
        self.top = unsafe { top.as_ref() }.below;
        // SAFETY: it was the last one pushed, and is no longer on the stack.
        unsafe { self.drop_payload(top) };
    }

    /// Drops the payload of a frame, and gives back its memory.
    ///
    /// # Safety
    ///
    /// It is the last frame that was pushed and not given back, and the stack no longer refers to
    /// it.
    unsafe fn drop_payload(&mut self, mut frame: NonNull<Header>) {
        /// Gives back the memory even if the destructor panics.
        struct GiveBack<'a>(&'a mut Frames, NonNull<Header>);

        impl Drop for GiveBack<'_> {
            fn drop(&mut self) {
                // SAFETY: it was the last one pushed, and its payload is dropped.
                unsafe { self.0.give_back(self.1) };
            }
        }

        let _given_back = GiveBack(self, frame);
        // SAFETY: the frame is in use until it is given back, and nothing else refers to it.
        let drop = unsafe { frame.as_mut() }.drop.take();
        if let Some(drop) = drop {
            // SAFETY: `drop` fits what lies there, and is not called again.
            unsafe { drop(frame) };
        }
    }

    /// Drops the value of a delegate that returned to nobody.
    fn drop_returned(&mut self) {
        if let Some((returned, _)) = self.returned.take() {
            // SAFETY: it was the last one pushed, and is no longer on the stack.
            unsafe { self.drop_payload(returned) };
        }
    }

    /// The value of the delegate that has just returned.
    ///
    /// # Safety
    ///
    /// The delegate's `Return` is `R`.
    #[inline]
    pub(crate) unsafe fn take_returned<R>(&mut self) -> R {
        let Some((frame, place)) = self.returned.take() else {
            unreachable!("a delegate has returned");
        };
        // SAFETY: `step_payload` put the value there. Nothing drops it there any more.
        let value = unsafe { place.cast::<R>().read() };
        // SAFETY: it was the last frame pushed, and its payload is moved out.
        unsafe { self.give_back(frame) };
        value
    }

    /// Drops all frames, from the top.
    fn drop_all(&mut self) {
        /// Goes on where a destructor has panicked.
        struct Rest<'a>(&'a mut Frames);

        impl Drop for Rest<'_> {
            fn drop(&mut self) {
                while let Some(top) = self.0.top {
                    // SAFETY: it is the frame on top.
                    unsafe { self.0.drop_top(top) };
                }
            }
        }

        let rest = Rest(self);
        rest.0.drop_returned();
        while let Some(top) = rest.0.top {
            // SAFETY: it is the frame on top.
            unsafe { rest.0.drop_top(top) };
        }
    }
}

impl Drop for Frames {
    #[inline]
    fn drop(&mut self) {
        /// Frees the memory, even if a destructor panics.
        struct Chunks<'a>(&'a mut Frames);

        impl Drop for Chunks<'_> {
            fn drop(&mut self) {
                let mut chunk = self.0.chunk.take();
                while let Some(current) = chunk {
                    // SAFETY: the chunk is in use until it is released.
                    chunk = unsafe { current.as_ref() }.previous;
                    // SAFETY: no frame is left in it.
                    unsafe { release(current) };
                }
                if let Some(spare) = self.0.spare.take() {
                    // SAFETY: the spare chunk is empty.
                    unsafe { release(spare) };
                }
            }
        }

        // Most bodies that may delegate are dropped without ever having done so.
        if self.chunk.is_some() || self.spare.is_some() {
            Chunks(self).0.drop_all();
        }
    }
}

/// Where the first frame of a chunk goes.
fn first_of(chunk: NonNull<Chunk>) -> NonNull<u8> {
    // SAFETY: a chunk is larger than what stands at its start.
    unsafe { chunk.add(1) }.cast()
}

fn allocate(size: usize) -> NonNull<Chunk> {
    let Ok(layout) = Layout::from_size_align(size, mem::align_of::<Chunk>()) else {
        panic!("the frames of the delegates are too large");
    };
    // SAFETY: the size is not zero, as there is room for a chunk's own fields.
    let Some(chunk) = NonNull::new(unsafe { alloc(layout) }.cast::<Chunk>()) else {
        handle_alloc_error(layout)
    };
    // SAFETY: newly allocated, with room for it.
    unsafe {
        chunk.write(Chunk {
            layout,
            previous: None,
            previous_free: NonNull::dangling(),
            previous_end: NonNull::dangling(),
        });
    }
    chunk
}

/// # Safety
///
/// The chunk came from [`allocate`], no frame lies in it, and nothing refers to it any more.
unsafe fn release(chunk: NonNull<Chunk>) {
    // SAFETY: the chunk is in use until now.
    let layout = unsafe { chunk.as_ref() }.layout;
    // SAFETY: it was allocated with this layout.
    unsafe { dealloc(chunk.as_ptr().cast(), layout) };
}

impl Delegates for Frames {
    #[inline]
    unsafe fn drive<Body: Future, Y, S, E>(
        &mut self,
        mut body: Pin<&mut Body>,
        slot: &mut Slot<Y, S, E>,
    ) -> Poll<Body::Output> {
        loop {
            if self.top.is_some() {
                // SAFETY: this function's own contract; the slot reaches these frames.
                let suspended = unsafe { self.drive_frames(slot) };
                if suspended {
                    return Poll::Pending;
                }
            }
            slot.reach(self);
            // SAFETY: this function's own contract.
            let polled = unsafe { slot.poll(body.as_mut()) };
            if polled.is_pending() && matches!(slot.passed(), Passed::Delegated) {
                slot.put(Passed::Start);
                continue;
            }
            return polled;
        }
    }
}

impl Frames {
    /// Steps the frame on top, and those that it returns to, until one yields, which it tells by
    /// `true`, or the body below all of them is to go on with what is in the slot.
    ///
    /// # Safety
    ///
    /// As for [`Delegates::drive`].
    unsafe fn drive_frames<Y, S, E>(&mut self, slot: &mut Slot<Y, S, E>) -> bool {
        // The frame that was told to close in this step, and has caught it. If it returns, the
        // frame below is told in turn, whatever the value.
        let mut closing = None;
        while let Some(top) = self.top {
            if matches!(slot.passed(), Passed::Closed) {
                closing = Some(top);
            }
            // SAFETY: the frame on top is in use, and nothing else refers to its header.
            let header = unsafe { top.as_ref() };
            let (step, below) = (header.step, header.below);
            slot.reach(self);
            // SAFETY: the frame was pushed through a slot of these types.
            let returned = unsafe { slot.step(step, top) };
            if let Some(place) = returned {
                self.top = below;
                self.returned = Some((top, place));
                if closing == Some(top) {
                    closing = None;
                    self.drop_returned();
                    slot.put(Passed::Closed);
                } else {
                    slot.put(Passed::Returned);
                }
                continue;
            }
            match slot.passed() {
                Passed::Delegated => slot.put(Passed::Start),
                // Not caught: on to the frame below.
                // SAFETY: it is still on top, as only a body that delegates pushes.
                Passed::Thrown(_) | Passed::Closed => unsafe { self.drop_top(top) },
                _ => return true,
            }
        }
        false
    }
}
