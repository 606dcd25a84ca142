//! The stack of frames, in chunks.
//!
//! Each chunk is at least twice as large as the one before. The stack uses chunks again, last in,
//! first out. A body that runs finds room for a small frame without a check (I9). So a push of a
//! small frame makes no call, and saves no registers for one. The driver restores the room after
//! each push.
//!
//! A root that has not delegated yet has no chunk. Its room is an [`InlineChunk`], on the stack of
//! the thread that takes the step. [`promote`](Stack::promote) moves the first delegate from there
//! before the delegate takes a step.

use alloc::alloc::{alloc, dealloc, handle_alloc_error};
use alloc::boxed::Box;
use core::alloc::Layout;
use core::mem::{self, MaybeUninit};
use core::ptr::{self, NonNull};

use crate::frames::header::{Below, Header};

/// The fields of a chunk, which are at its end.
struct Chunk {
    start: NonNull<u8>,
    layout: Layout,
    /// The chunk for the frames that do not fit in this one.
    next: Option<NonNull<Chunk>>,
    previous: Option<NonNull<Chunk>>,
}

/// The room of the first chunk, for some twenty small frames.
const FIRST_CHUNK: usize = 1024;

/// The room that is free whenever a body runs (I9). Only a large frame needs more.
pub(crate) const ROOM_FOR_SMALL: usize = 256;

/// The room for the first delegate of a root, on the stack of the thread that takes the step.
pub(crate) type InlineChunk = MaybeUninit<[u64; ROOM_FOR_SMALL / size_of::<u64>()]>;

const _: () = assert!(align_of::<Header>() <= align_of::<u64>());
const _: () = assert!(FIRST_CHUNK >= 2 * ROOM_FOR_SMALL);

/// A stack of frames, and the chunks that they are in.
///
/// A [`Chunk`] is valid from its allocation until the stack is dropped, and only the methods of the
/// stack refer to its fields (I11). The frame on top is valid until it is popped.
pub(crate) struct Stack {
    /// The frame on top.
    top: Below,
    /// The place of the next frame, in the chunk that ends with `chunk`.
    free: NonNull<u8>,
    /// The last address at which a small frame still fits into the chunk. The stack compares it
    /// only.
    last_for_small: *mut u8,
    chunk: NonNull<Chunk>,
    /// Where a body that ends leaves its output. Null is the place of that body.
    output: *mut (),
    /// `None` while the stack is in an [`InlineChunk`]. Then `chunk` is the start of that, and no
    /// chunk. So the chunk seems full to all pushes but that of a small frame.
    first: Option<NonNull<Chunk>>,
}

impl Stack {
    /// Creates an empty stack, with room for one frame in `chunk`.
    ///
    /// # Safety
    ///
    /// While the stack is used, `chunk` does not move, and nothing else uses it.
    #[inline(always)]
    pub(crate) unsafe fn on(chunk: &mut InlineChunk) -> Self {
        let free = NonNull::from(chunk).cast();
        Self {
            top: Below::NOTHING,
            free,
            last_for_small: free.as_ptr(),
            chunk: free.cast(),
            output: ptr::null_mut(),
            first: None,
        }
    }

    /// Moves a stack with one frame to the heap, where it outlives the step.
    ///
    /// # Safety
    ///
    /// One delegate was pushed on `self`, and has taken no step. `self` is neither used nor dropped
    /// afterwards.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn promote(&mut self) -> NonNull<Self> {
        // The owner from here on: if an allocation fails and unwinds, it drops the frame, wherever that
        // is, and the chunk. An allocation changes the stack once it has succeeded.
        let mut stack = Self { ..*self };
        let frame = stack.top().expect("a delegate was pushed");
        let arguments = DropArguments(frame);
        let mut place = Box::<Self>::new_uninit();
        if stack.first.is_none() {
            let size = stack.free.addr().get() - frame.addr().get();
            stack.grow(FIRST_CHUNK);
            // SAFETY: both places have that many bytes. The delegate has taken no step, so neither
            // it nor its arguments after it are pinned (I5). The frame is small, so it may be
            // moved.
            unsafe {
                frame.cast::<u8>().copy_to_nonoverlapping(stack.free, ROOM_FOR_SMALL);
                stack.top = Below::is(stack.free.cast());
                stack.free = stack.free.add(size);
            }
        }
        mem::forget(arguments);
        stack.reserve::<()>();
        place.write(stack);
        // SAFETY: it was just written.
        NonNull::from(Box::leak(unsafe { place.assume_init() }))
    }

    /// Drops the frames, and frees the stack.
    ///
    /// # Safety
    ///
    /// [`promote`](Self::promote) returned `stack`, and nothing refers to it any more.
    #[inline(never)]
    pub(crate) unsafe fn release(stack: NonNull<Self>) {
        // SAFETY: I11, `promote` made it of a box.
        drop(unsafe { Box::from_raw(stack.as_ptr()) });
    }

    /// Sets where a body that ends leaves its output. Null is the place of that body.
    #[inline(always)]
    pub(crate) fn set_output(&mut self, output: *mut ()) {
        self.output = output;
    }

    /// Returns where a body that ends leaves its output.
    #[inline(always)]
    pub(crate) fn output(&self) -> *mut () {
        self.output
    }

    /// Returns the frame on top.
    #[inline(always)]
    pub(crate) fn top(&self) -> Option<NonNull<Header>> {
        self.top.in_same_chunk()
    }

    /// Returns how many bytes are free in the current chunk.
    #[inline(always)]
    fn room(&self) -> usize {
        self.chunk.addr().get() - self.free.addr().get()
    }

    /// Restores the room for a small frame after a push (I9). The stack is not in an
    /// [`InlineChunk`].
    ///
    /// `T` is any type of the caller's crate. So the calls of a loop that are seldom made are calls
    /// within that crate. LLVM would load the address of a function of another crate before the loop.
    #[inline(always)]
    pub(crate) fn reserve<T>(&mut self) {
        if self.free.as_ptr() > self.last_for_small {
            self.grow_for_small::<T>();
        }
    }

    #[cold]
    #[inline(never)]
    #[expect(clippy::extra_unused_type_parameters, reason = "the crate of `T` has the function")]
    fn grow_for_small<T>(&mut self) {
        let arguments = self.top().map(DropArguments);
        self.grow(ROOM_FOR_SMALL);
        mem::forget(arguments);
    }

    /// Makes room for a frame of `size` bytes, which is not a small one.
    #[inline(always)]
    pub(crate) fn reserve_large(&mut self, size: usize) {
        if self.room() < size {
            self.grow(size);
        }
    }

    /// Returns the place of the next frame.
    #[inline(always)]
    pub(crate) fn free(&self) -> NonNull<u8> {
        self.free
    }

    /// Returns what the next frame has below it.
    #[inline(always)]
    pub(crate) fn below(&self) -> Below {
        self.top
    }

    /// Puts `frame` on top.
    ///
    /// # Safety
    ///
    /// There is a frame of `size` bytes at [`free`](Self::free), above [`below`](Self::below).
    #[inline(always)]
    pub(crate) unsafe fn commit(&mut self, frame: NonNull<Header>, size: usize) {
        self.top = Below::is(frame);
        // SAFETY: I9, the frame is within the chunk.
        self.free = unsafe { self.free.add(size) };
    }

    /// Enters a chunk with room for `size` bytes.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, size: usize) {
        if self.first.is_none() {
            let first = Chunk::allocate(size.max(FIRST_CHUNK), None);
            self.first = Some(first);
            return self.enter(first);
        }
        // SAFETY: I11, the chunks of a stack are valid.
        let current = unsafe { self.chunk.as_mut() };
        let larger = size.max(current.room().saturating_mul(2));
        if self.free == current.start {
            // The current chunk is empty. A larger one replaces it.
            let next = Chunk::allocate(larger, current.previous);
            let link = match current.previous {
                // SAFETY: I11, the chunks of a stack are valid.
                Some(mut previous) => unsafe { &mut previous.as_mut().next },
                None => &mut self.first,
            };
            release_from(link.replace(next));
            return self.enter(next);
        }
        let next = match current.next {
            // SAFETY: I11, the chunks of a stack are valid.
            Some(next) if unsafe { next.as_ref() }.room() >= size => next,
            too_small => {
                let next = Chunk::allocate(larger, Some(self.chunk));
                current.next = Some(next);
                release_from(too_small);
                next
            }
        };
        let Some(mut top) = self.top() else {
            unreachable!("the frames in the current chunk include the one on top");
        };
        // SAFETY: I6, the frame on top is valid until it is popped.
        let top = unsafe { top.as_mut() };
        top.below = top.below.with_full_chunk();
        self.enter(next);
    }

    fn enter(&mut self, chunk: NonNull<Chunk>) {
        // SAFETY: I11, the chunks of a stack are valid.
        self.free = unsafe { chunk.as_ref() }.start;
        self.set_chunk(chunk);
    }

    fn set_chunk(&mut self, chunk: NonNull<Chunk>) {
        self.chunk = chunk;
        self.last_for_small = chunk.as_ptr().cast::<u8>().wrapping_sub(ROOM_FOR_SMALL);
    }

    /// Returns to the previous chunk, if its last frame was popped, and returns the frame on top.
    #[cold]
    #[inline(never)]
    #[expect(clippy::extra_unused_type_parameters, reason = "the crate of `T` has the function")]
    fn leave_chunk<T>(&mut self) -> Option<NonNull<Header>> {
        if self.top.chunk_is_full() {
            self.shrink();
        }
        self.top()
    }

    /// Returns to the previous chunk, whose last frame was popped. The current chunk is empty, and
    /// is kept for the next time.
    #[cold]
    #[inline(never)]
    fn shrink(&mut self) {
        // SAFETY: I11, the chunks of a stack are valid.
        let Some(previous) = unsafe { self.chunk.as_ref() }.previous else {
            unreachable!("a chunk that follows a full one is not the first");
        };
        self.set_chunk(previous);
        self.top = self.top.without_full_chunk();
    }

    /// Removes the frame on top, and returns the next one. The memory of the frame keeps its
    /// contents until the next push. It is where [`free`](Self::free) says.
    ///
    /// # Safety
    ///
    /// `top` is the frame on top.
    #[inline(always)]
    pub(crate) unsafe fn pop<T>(&mut self, top: NonNull<Header>) -> Option<NonNull<Header>> {
        // SAFETY: I6, the frame on top is valid until it is popped.
        let below = unsafe { top.as_ref() }.below;
        self.top = below;
        self.free = top.cast();
        if let Some(below) = below.in_same_chunk() {
            return Some(below);
        }
        self.leave_chunk::<T>()
    }

    /// Removes and drops the frame on top.
    ///
    /// # Safety
    ///
    /// `top` is the frame on top. No body is running that could push.
    pub(crate) unsafe fn drop_top(&mut self, top: NonNull<Header>) {
        // SAFETY: the frame is removed first, since its destructor may panic. Its memory keeps its
        // contents, since nothing is pushed. I10, the vtable fits the contents.
        unsafe {
            self.pop::<()>(top);
            (top.as_ref().vtable.drop)(top);
        }
    }

    /// Removes the frame on top, and drops what its delegate has returned.
    ///
    /// # Safety
    ///
    /// `top` is the frame on top. Its delegate has returned, and no body is running that could
    /// push.
    pub(crate) unsafe fn drop_returned(&mut self, top: NonNull<Header>) {
        // SAFETY: as in `drop_top`. The caller guarantees the contents.
        unsafe {
            self.pop::<()>(top);
            (top.as_ref().vtable.drop_returned)(top);
        }
    }

    /// Drops all frames, from the top (I6).
    pub(crate) fn drop_all(&mut self) {
        while let Some(top) = self.top() {
            // SAFETY: I6, `top` is the frame on top. The bodies are being dropped, so none is
            // running.
            unsafe { self.drop_top(top) };
        }
    }
}

/// Drops the arguments of a frame that was just pushed, if an allocation unwinds. Its owner drops the frame
/// after that.
struct DropArguments(NonNull<Header>);

impl Drop for DropArguments {
    fn drop(&mut self) {
        // SAFETY: I10, the frame on top has taken no step, so its arguments are there.
        unsafe { (self.0.as_ref().vtable.drop_arguments)(self.0) };
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        /// Continues where a destructor has panicked, and frees the chunks.
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
    /// Returns how many bytes there are for frames.
    fn room(&self) -> usize {
        self.layout.size() - size_of::<Self>()
    }

    fn allocate(room: usize, previous: Option<NonNull<Self>>) -> NonNull<Self> {
        let rounding = align_of::<Self>() - 1;
        let size = room.checked_add(size_of::<Self>() + rounding).map(|size| size & !rounding);
        let layout = size.and_then(|size| Layout::from_size_align(size, align_of::<Self>()).ok());
        let Some(layout) = layout else {
            panic!("the frames of the delegates are too large");
        };
        // SAFETY: the size is not zero, as there is room for the fields of a chunk. The fields are
        // at the end of the allocation, aligned as the size is.
        unsafe {
            let Some(start) = NonNull::new(alloc(layout)) else { handle_alloc_error(layout) };
            let chunk = start.add(layout.size() - size_of::<Self>()).cast::<Self>();
            chunk.write(Self { start, layout, next: None, previous });
            chunk
        }
    }
}

/// Frees `chunk` and the chunks after it. They hold no frames, and nothing refers to them any more.
fn release_from(mut chunk: Option<NonNull<Chunk>>) {
    while let Some(current) = chunk {
        // SAFETY: I11, the stack owns its chunks, and frees them here alone, with their layout.
        unsafe {
            let Chunk { start, layout, next, .. } = current.read();
            dealloc(start.as_ptr(), layout);
            chunk = next;
        }
    }
}
