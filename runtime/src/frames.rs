//! The stack of delegates that a generator owns.
//!
//! ```text
//! body:  yield_from!(inner())        the frame of `inner` is pushed, the body suspends
//! step   ----> top frame             whatever the depth, one call
//! top frame returns                  popped; its value goes to the frame below, which runs on
//! ```
//!
//! The arguments of a delegate lie behind its frame, where the next one will go, until its first step
//! takes them. That step is the next thing that happens: nothing is pushed before it.
//!
//! Frames lie in chunks that the root allocates, each twice as large as the one before, and reuses
//! last in, first out. A body that runs finds room for a small frame there, and does not ask: it has
//! no call to make then, and no registers to save for one. The driver sees to the room after each
//! push. A root that has not delegated yet has no chunk, so it finds the room on the stack of the
//! step; its first delegate is moved from there before it is stepped.
//!
//! A frame borrows from frames below it, down to the root's own body: so frames are only ever dropped
//! from the top, and all of them before the root's body. Pushing, popping, throwing, closing and
//! dropping are loops: no depth needs stack.
//!
//! A frame is of a type that only its `step` and `drop` know, and that the body below it names in
//! the future that it waits with (`delegate::Delegation`). That future makes the body, and so the
//! root, `Send` just when the frame is.

use alloc::alloc::{alloc, dealloc, handle_alloc_error};
use alloc::boxed::Box;
use core::alloc::Layout;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop, MaybeUninit};
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::Poll;

use crate::slot::{Signal, Slot};

/// What a machine keeps of those that its body delegates to, and how it steps them.
pub trait Delegates: Sized {
    /// Nothing is delegated to. It is a constant, for a call would have to be compiled for each
    /// generator.
    const NONE: Self;
    /// Whether what runs in a step may be a delegate instead of the body.
    const MAY_BE_RUNNING: bool;
    /// Whether a yield of the body can give its item to a fold without suspending.
    const CAN_BE_CONSUMED: bool = false;
    /// Whether the body waits for nothing but its own yields: where it is pending, there is an item.
    const ONLY_YIELDS: bool = false;

    /// Passes what is in `slot` to the innermost body and runs it, and those that it returns to,
    /// until one yields or the outermost, `body`, returns.
    ///
    /// It is pending with an item in the slot; or with the error or close that nobody caught, or
    /// the item that a delegate yielded instead of closing: the delegates are dropped then.
    ///
    /// # Safety
    ///
    /// As for [`Slot::poll`]. Since `self` was last without delegates, it was driven with this
    /// `body` only, which has not moved; and `self` is dropped before it.
    ///
    /// Where there are no delegates, this is a poll of the body.
    #[doc(hidden)]
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

/// A body without `yield_from!` has no delegates.
pub struct NoDelegates;

impl Delegates for NoDelegates {
    const NONE: Self = Self;
    const MAY_BE_RUNNING: bool = false;
}

/// A body without `yield_from!`, that waits for nothing but its own yields.
pub struct OnlyYields;

impl Delegates for OnlyYields {
    const NONE: Self = Self;
    const MAY_BE_RUNNING: bool = false;
    const ONLY_YIELDS: bool = true;
}

/// What can lie in a frame: something that is stepped through a slot.
pub(crate) trait Delegate<Y, S, E> {
    type Return;

    /// Takes what is in the slot and runs to the next yield or the end. It is pending as
    /// [`Delegates::drive`] is, or with [`Signal::Delegated`] after pushing a frame.
    ///
    /// # Safety
    ///
    /// `slot` is that of a step which is running, of a body that delegates.
    unsafe fn step(self: Pin<&mut Self>, slot: &mut Slot<Y, S, E>) -> Poll<Self::Return>;
}

/// Stands before each frame in its chunk; the payload follows at its next alignment.
///
/// The payload is a delegate. Once it has returned, the value that it returned is in its place.
struct Header {
    payload: &'static Payload,
    below: Below,
}

/// What can be done with a payload.
struct Payload {
    /// Steps the delegate, and tells whether it has returned. The value is in its place then.
    ///
    /// It makes the context by itself: where it is given one, LLVM has to look for the slot in that
    /// again after each store of the body.
    step: unsafe fn(NonNull<Header>, slot: *mut ()) -> bool,
    drop: unsafe fn(NonNull<Header>),
}

/// The frame below one, if there is any, and in the lowest bit whether the chunk is full with that
/// one, so that what is above it lies in the next chunk.
#[derive(Clone, Copy)]
struct Below(*mut Header);

impl Below {
    const NOTHING: Self = Self(ptr::null_mut());

    #[inline(always)]
    fn chunk_is_full(self) -> bool {
        self.0.addr() & 1 == 1
    }

    fn with_full_chunk(self) -> Self {
        Self(self.0.map_addr(|address| address | 1))
    }

    fn without_full_chunk(self) -> Self {
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
/// `frame` is what its step left in the slot, it returned an `R`, nothing was pushed since, and
/// nobody took it before.
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
    let rounding = mem::align_of::<Header>() - 1;
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
    let padding = payload.align().saturating_sub(mem::align_of::<Header>());
    mem::size_of::<Header>() + padding + payload.size()
}

/// Whether such a frame is pushed where there is room for a small one, without a look. It can be
/// moved to any other place that is aligned for a header.
const fn is_small<P, R, A>() -> bool {
    room_for::<P, R, A>() <= ROOM_FOR_SMALL
        && payload_layout::<P, R, A>().align() <= align_of::<Header>()
}

/// The payload of a frame that was pushed for `P` with the arguments `A`, at each stage.
struct PayloadOf<P, A, Y, S, E>(PhantomData<(P, A, Slot<Y, S, E>)>);

impl<P: Delegate<Y, S, E>, A, Y, S, E> PayloadOf<P, A, Y, S, E> {
    /// The delegate is there, and its arguments behind it.
    const UNSTARTED: &Payload = &Payload { step: Self::first_step, drop: Self::drop_unstarted };
    /// The delegate is there.
    const DELEGATE: &Payload = &Payload { step: Self::step, drop: Self::drop_there::<P> };
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
        unsafe { Self::drop_there::<P>(header) };
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
    /// The payload is a `T`, which is not used again, of a frame that was pushed for a `P`.
    unsafe fn drop_there<T>(header: NonNull<Header>) {
        // SAFETY: the frame was pushed for a `P`.
        let place = unsafe { payload::<P, P::Return, A>(header) };
        // SAFETY: this function's own contract.
        unsafe { ptr::drop_in_place(place.cast::<T>()) };
    }
}

/// Stands at the end of each chunk.
struct Chunk {
    start: NonNull<u8>,
    layout: Layout,
    /// The one that frames go on in when this one is full.
    next: Option<NonNull<Chunk>>,
    previous: Option<NonNull<Chunk>>,
}

/// The room of the first chunk: some twenty small frames.
const FIRST_CHUNK: usize = 1024;

/// What is free whenever a body runs: room for any but a large frame.
const ROOM_FOR_SMALL: usize = 256;

/// The room for the first delegate of a root, on the stack of the step in which that delegates.
type Landing = MaybeUninit<[u64; ROOM_FOR_SMALL / size_of::<u64>()]>;

const _: () = assert!(align_of::<Header>() <= align_of::<u64>());
const _: () = assert!(FIRST_CHUNK >= 2 * ROOM_FOR_SMALL);

/// The frames above a body: nothing until it delegates for the first time.
///
/// They are only reached by pointers, and never held by reference while a body runs: it pushes on
/// them.
pub struct Frames(Option<NonNull<Stack>>);

// SAFETY: the frames are of types that the bodies below them hold in their `Delegation`s, so a
// machine around these frames is only `Send` where all of them are. The memory is owned.
unsafe impl Send for Frames {}
// SAFETY: nothing can be done with the frames through a shared reference.
unsafe impl Sync for Frames {}

impl Drop for Frames {
    #[inline]
    fn drop(&mut self) {
        if let Some(stack) = self.0.take() {
            // SAFETY: `Stack::settle` made it as a box, and nobody refers to it any more.
            drop(unsafe { Box::from_raw(stack.as_ptr()) });
        }
    }
}

/// Frames, and the memory that they lie in.
///
/// Whenever a body runs that can push, there is [`ROOM_FOR_SMALL`] behind `free`.
pub(crate) struct Stack {
    /// The frame that the next one goes above.
    top: Below,
    /// Where the next frame goes, in the chunk that ends with `chunk`.
    free: NonNull<u8>,
    chunk: NonNull<Chunk>,
    /// None as long as `free` is in a [`Landing`], and `chunk` is no chunk but says that no room is
    /// left there, which is for a small frame only.
    first: Option<NonNull<Chunk>>,
}

impl Stack {
    /// No frames yet, and room for a first one.
    #[inline(always)]
    fn on(landing: &mut Landing) -> Self {
        let free = NonNull::from(landing).cast();
        Self { top: Below::NOTHING, free, chunk: free.cast(), first: None }
    }

    /// The stack of a root that has pushed its first delegate on `self`, to be kept beyond the step.
    #[cold]
    #[inline(never)]
    fn settle(&mut self) -> NonNull<Self> {
        if self.first.is_none() {
            let landed = NonNull::new(self.top.0).expect("a delegate was pushed");
            let size = self.free.addr().get() - landed.addr().get();
            self.go_on(FIRST_CHUNK);
            // SAFETY: the landing and the chunk are as large. The delegate was not stepped yet, so
            // that it is not pinned, nor are its arguments behind it; and it is a small one, which
            // may be moved.
            unsafe { landed.cast::<u8>().copy_to_nonoverlapping(self.free, ROOM_FOR_SMALL) };
            self.top = Below(self.free.as_ptr().cast());
            // SAFETY: it is within the chunk.
            self.free = unsafe { self.free.add(size) };
        }
        self.keep_room();
        NonNull::from(Box::leak(Box::new(Self { ..*self })))
    }

    /// The frame on top.
    #[inline(always)]
    fn top(&self) -> Option<NonNull<Header>> {
        NonNull::new(self.top.0)
    }

    /// The bytes that are free in the current chunk.
    #[inline(always)]
    fn room(&self) -> usize {
        self.chunk.addr().get() - self.free.addr().get()
    }

    /// Sees to it that there is room for a small frame again, after a push.
    #[inline(always)]
    fn keep_room(&mut self) {
        if self.room() < ROOM_FOR_SMALL {
            self.go_on(ROOM_FOR_SMALL);
        }
    }

    /// Puts a delegate on top, to be stepped next, and the arguments that its body takes first.
    ///
    /// # Safety
    ///
    /// The body that is running waits for it, and drops nothing that it borrows from before it has
    /// returned or was dropped.
    #[inline(always)]
    pub(crate) unsafe fn push<P: Delegate<Y, S, E>, A, Y, S, E>(
        &mut self,
        delegate: P,
        arguments: A,
    ) {
        let room = room_for::<P, P::Return, A>();
        if const { !is_small::<P, P::Return, A>() } && self.room() < room {
            self.go_on(room);
        }
        let size = frame_size::<P, P::Return, A>();
        let header = self.free.cast::<Header>();
        // SAFETY: there is room for `size` bytes, and so for a header. Chunks and sizes keep it
        // aligned.
        unsafe {
            header
                .write(Header { payload: PayloadOf::<P, A, Y, S, E>::UNSTARTED, below: self.top });
        }
        // SAFETY: the header was written for a `P`.
        let place = unsafe { payload::<P, P::Return, A>(header) };
        // SAFETY: there is room for it behind the header and the padding.
        unsafe { place.cast::<P>().write(delegate) };
        // SAFETY: the header was written for a `P` and an `A`.
        let place = unsafe { PayloadOf::<P, A, Y, S, E>::arguments(header) };
        // SAFETY: there is room for them behind the frame.
        unsafe { place.cast::<A>().write(arguments) };
        self.top = Below(header.as_ptr());
        // SAFETY: there is room for `size` bytes.
        self.free = unsafe { self.free.add(size) };
    }

    /// Goes on to a chunk with room for `size` bytes.
    #[cold]
    #[inline(never)]
    fn go_on(&mut self, size: usize) {
        if self.first.is_none() {
            let first = Chunk::allocate(size.max(FIRST_CHUNK), None);
            self.first = Some(first);
            return self.enter(first);
        }
        // SAFETY: all chunks are in use until the stack is dropped, and nothing else refers to their
        // fields.
        let current = unsafe { self.chunk.as_mut() };
        let larger = size.max(current.room().saturating_mul(2));
        if self.free == current.start {
            // Nothing lies in it: a larger one takes its place.
            let next = Chunk::allocate(larger, current.previous);
            let link = match current.previous {
                // SAFETY: as above.
                Some(mut previous) => unsafe { &mut previous.as_mut().next },
                None => &mut self.first,
            };
            release_from(link.replace(next));
            return self.enter(next);
        }
        let next = match current.next {
            // SAFETY: as above.
            Some(next) if unsafe { next.as_ref() }.room() >= size => next,
            too_small => {
                let next = Chunk::allocate(larger, Some(self.chunk));
                current.next = Some(next);
                release_from(too_small);
                next
            }
        };
        let Some(mut top) = self.top() else {
            unreachable!("what lies in the current chunk is on top");
        };
        // SAFETY: the frame on top is in use.
        let top = unsafe { top.as_mut() };
        top.below = top.below.with_full_chunk();
        self.enter(next);
    }

    fn enter(&mut self, chunk: NonNull<Chunk>) {
        // SAFETY: it is in use.
        self.free = unsafe { chunk.as_ref() }.start;
        self.chunk = chunk;
    }

    /// Goes back to the chunk before, as the frame that was the last in it was taken from there. The
    /// current one is empty, and kept for the next time.
    #[cold]
    #[inline(never)]
    fn go_back(&mut self) {
        // SAFETY: the current chunk is in use.
        let Some(previous) = unsafe { self.chunk.as_ref() }.previous else {
            unreachable!("only a chunk that is not the first follows a full one");
        };
        self.chunk = previous;
        self.top = self.top.without_full_chunk();
    }

    /// Takes the frame on top from the stack, and gives back its memory. What lies there stays
    /// until the next push.
    ///
    /// # Safety
    ///
    /// `top` is it.
    #[inline(always)]
    unsafe fn pop(&mut self, top: NonNull<Header>) {
        // SAFETY: the frame on top is in use.
        let below = unsafe { top.as_ref() }.below;
        self.top = below;
        self.free = top.cast();
        if below.chunk_is_full() {
            self.go_back();
        }
    }

    /// Drops the frame on top.
    ///
    /// # Safety
    ///
    /// `top` is it, and no body is running that could push.
    unsafe fn drop_top(&mut self, top: NonNull<Header>) {
        // First: its destructor may panic.
        // SAFETY: this function's own contract.
        unsafe { self.pop(top) };
        // SAFETY: what lies there stays, since nothing is pushed.
        let drop = unsafe { top.as_ref() }.payload.drop;
        // SAFETY: `drop` fits what lies there, which is off the stack and not used again.
        unsafe { drop(top) };
    }

    /// Drops all frames, from the top.
    fn drop_all(&mut self) {
        while let Some(top) = self.top() {
            // SAFETY: it is the frame on top, and the bodies are only dropped now.
            unsafe { self.drop_top(top) };
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        /// Goes on where a destructor has panicked, and frees the memory.
        struct Rest<'a>(&'a mut Stack);

        impl Drop for Rest<'_> {
            fn drop(&mut self) {
                self.0.drop_all();
                release_from(self.0.first);
            }
        }

        Rest(self).0.drop_all();
    }
}

impl Chunk {
    /// The bytes for frames.
    fn room(&self) -> usize {
        self.layout.size() - mem::size_of::<Self>()
    }

    fn allocate(room: usize, previous: Option<NonNull<Self>>) -> NonNull<Self> {
        let rounding = mem::align_of::<Self>() - 1;
        let size = room.checked_add(mem::size_of::<Self>() + rounding).map(|size| size & !rounding);
        let layout =
            size.and_then(|size| Layout::from_size_align(size, mem::align_of::<Self>()).ok());
        let Some(layout) = layout else {
            panic!("the frames of the delegates are too large");
        };
        // SAFETY: the size is not zero, as there is room for a chunk's own fields.
        let Some(start) = NonNull::new(unsafe { alloc(layout) }) else {
            handle_alloc_error(layout)
        };
        // SAFETY: within the allocation, at a multiple of the alignment.
        let chunk = unsafe { start.add(layout.size() - mem::size_of::<Self>()) }.cast::<Self>();
        // SAFETY: there is room for it up to the end of the allocation.
        unsafe { chunk.write(Self { start, layout, next: None, previous }) };
        chunk
    }
}

/// Frees a chunk and those after it. No frame lies in them, and nothing refers to them any more.
fn release_from(mut chunk: Option<NonNull<Chunk>>) {
    while let Some(current) = chunk {
        // SAFETY: chunks are in use until they are released, here.
        let Chunk { start, layout, next, .. } = unsafe { current.read() };
        // SAFETY: `Chunk::allocate` allocated it so.
        unsafe { dealloc(start.as_ptr(), layout) };
        chunk = next;
    }
}

impl Delegates for Frames {
    const NONE: Self = Self(None);
    const MAY_BE_RUNNING: bool = true;

    #[inline]
    unsafe fn drive<Body: Future, Y, S, E>(
        &mut self,
        mut body: Pin<&mut Body>,
        slot: &mut Slot<Y, S, E>,
    ) -> Poll<Body::Output> {
        let mut landing = Landing::uninit();
        let mut landed = MaybeUninit::uninit();
        loop {
            let mut stack = if let Some(stack) = self.0 {
                slot.reach(stack);
                // SAFETY: this function's own contract, and the slot reaches these frames.
                if !unsafe { drive_frames(stack, slot) } {
                    return Poll::Pending;
                }
                stack
            } else {
                let stack = NonNull::from(landed.write(Stack::on(&mut landing)));
                slot.reach(stack);
                stack
            };
            let unsettled = Unsettled { frames: self, stack };
            // SAFETY: this function's own contract.
            let polled = unsafe { slot.poll(body.as_mut()) };
            mem::forget(unsettled);
            if polled.is_ready() || slot.signal() != Signal::Delegated {
                return polled;
            }
            // SAFETY: it is in use, and no body runs now that could refer to it.
            let stack = unsafe { stack.as_mut() };
            if self.0.is_some() {
                stack.keep_room();
            } else {
                self.0 = Some(stack.settle());
            }
            slot.put(Signal::Start);
        }
    }
}

/// Drops what a root without frames has pushed if its body panics behind that. It does if it finds
/// there that some macro has exchanged its waker.
struct Unsettled<'a> {
    frames: &'a Frames,
    /// The one on which the body pushes.
    stack: NonNull<Stack>,
}

impl Drop for Unsettled<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.frames.0.is_none() {
            // SAFETY: nobody refers to it any more, as the body has ended.
            unsafe { self.stack.drop_in_place() };
        }
    }
}

/// Steps the frame on top, and those that it returns to, until one yields. `true` if none is left,
/// and the body below all of them is to go on with what is in the slot.
///
/// # Safety
///
/// As for [`Delegates::drive`], and `slot` reaches the frames of `stack`.
#[inline(always)]
unsafe fn drive_frames<Y, S, E>(stack: NonNull<Stack>, slot: &mut Slot<Y, S, E>) -> bool {
    if slot.signal().interrupts() {
        // SAFETY: this function's own contract.
        return unsafe { interrupt_frames(stack, slot) };
    }
    // From here on the slot is used through the pointer that the frames are given.
    let slot: *mut Slot<Y, S, E> = slot;
    loop {
        // SAFETY: the stack is in use, and no body runs now that could refer to it.
        let Some(top) = unsafe { stack.as_ref() }.top() else { return true };
        // SAFETY: the frame on top is in use.
        let step = unsafe { top.as_ref() }.payload.step;
        // SAFETY: the frame was pushed through a slot of these types.
        let returned = unsafe { step(top, slot.cast()) };
        // SAFETY: no body runs now that could refer to it.
        let slot = unsafe { &mut *slot };
        if returned {
            // SAFETY: as above.
            let stack = unsafe { &mut *stack.as_ptr() };
            // SAFETY: it is still on top, as a body that returns has no delegate.
            unsafe { stack.pop(top) };
            slot.put_returned(top.cast());
        } else if slot.signal() == Signal::Delegated {
            // SAFETY: as above.
            unsafe { &mut *stack.as_ptr() }.keep_room();
            slot.put(Signal::Start);
        } else {
            return false;
        }
    }
}

/// [`drive_frames`] where an error or a close is in the slot.
///
/// # Safety
///
/// As for [`drive_frames`].
#[cold]
#[inline(never)]
unsafe fn interrupt_frames<Y, S, E>(stack: NonNull<Stack>, slot: &mut Slot<Y, S, E>) -> bool {
    let slot: *mut Slot<Y, S, E> = slot;
    // The frame that was told to close in this step, and has caught it. If it returns, the frame
    // below is told in turn, whatever the value.
    let mut closing = None;
    loop {
        // SAFETY: the stack is in use, and no body runs now that could refer to it.
        let Some(top) = unsafe { stack.as_ref() }.top() else { return true };
        // SAFETY: no body runs now that could refer to the slot.
        if unsafe { &*slot }.signal() == Signal::Closed {
            closing = Some(top);
        }
        // SAFETY: the frame on top is in use.
        let step = unsafe { top.as_ref() }.payload.step;
        // SAFETY: the frame was pushed through a slot of these types.
        let returned = unsafe { step(top, slot.cast()) };
        // SAFETY: as above. Only now: the frame may have pushed another one.
        let stack = unsafe { &mut *stack.as_ptr() };
        // SAFETY: as above.
        let slot = unsafe { &mut *slot };
        if returned {
            if closing == Some(top) {
                closing = None;
                // SAFETY: it is still on top, as a body that returns has no delegate.
                unsafe { stack.drop_top(top) };
                slot.put(Signal::Closed);
            } else {
                // SAFETY: as above.
                unsafe { stack.pop(top) };
                slot.put_returned(top.cast());
            }
            continue;
        }
        match slot.signal() {
            Signal::Delegated => {
                stack.keep_room();
                slot.put(Signal::Start);
            }
            // Not caught: on to the frame below.
            // SAFETY: it is still on top, as only a body that delegates pushes.
            Signal::Thrown | Signal::Closed => unsafe { stack.drop_top(top) },
            _ => {
                // What was to close has yielded instead, by itself or through a new delegate.
                if closing.is_some() {
                    if let Some(item) = slot.take_item() {
                        slot.put_ignored(item);
                    }
                    stack.drop_all();
                }
                return false;
            }
        }
    }
}
