//! Where frames lie, one above the other.
//!
//! In chunks, each at least twice as large as the one before, that are used again, last in, first out. A body
//! that runs finds room for a small frame there, and does not ask: it has no call to make then, and no
//! registers to save for one. The driver sees to the room after each push.
//!
//! A root that has not delegated yet has no chunk. It finds the room on the stack of the step, and its
//! first delegate is moved from there before it is stepped.

use alloc::alloc::{alloc, dealloc, handle_alloc_error};
use alloc::boxed::Box;
use core::alloc::Layout;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::frames::header::{Below, Header};

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
pub(crate) const ROOM_FOR_SMALL: usize = 256;

/// The room for the first delegate of a root, on the stack of the step in which that delegates.
pub(crate) type InlineChunk = MaybeUninit<[u64; ROOM_FOR_SMALL / size_of::<u64>()]>;

const _: () = assert!(align_of::<Header>() <= align_of::<u64>());
const _: () = assert!(FIRST_CHUNK >= 2 * ROOM_FOR_SMALL);

/// Frames, and the memory that they lie in.
///
/// Whenever a body runs that can push, there is [`ROOM_FOR_SMALL`] behind `free`.
pub(crate) struct Stack {
    /// The frame that the next one goes above.
    top: Below,
    /// Where the next frame goes, in the chunk that ends with `chunk`.
    free: NonNull<u8>,
    chunk: NonNull<Chunk>,
    /// None while frames go in an [`InlineChunk`]. `chunk` is its start then, and no chunk: so it seems full
    /// to all but a small frame.
    first: Option<NonNull<Chunk>>,
}

impl Stack {
    /// No frames yet, and room for a first one.
    ///
    /// # Safety
    ///
    /// The chunk stays where it is, and nothing else uses it, as long as this is used.
    #[inline(always)]
    pub(crate) unsafe fn on(chunk: &mut InlineChunk) -> Self {
        let free = NonNull::from(chunk).cast();
        Self { top: Below::NOTHING, free, chunk: free.cast(), first: None }
    }

    /// The stack of a root that has pushed its first delegate on `self`, to be kept beyond the step.
    ///
    /// # Safety
    ///
    /// One delegate was pushed on `self`, and not stepped. `self` is neither used nor dropped after
    /// this.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn promote(&mut self) -> NonNull<Self> {
        if self.first.is_none() {
            let placed = NonNull::new(self.top.0).expect("a delegate was pushed");
            let size = self.free.addr().get() - placed.addr().get();
            self.grow(FIRST_CHUNK);
            // SAFETY: both places have that many bytes. The delegate was not stepped yet, so it is not
            // pinned, nor are its arguments behind it; and it is a small one, which may be moved.
            unsafe { placed.cast::<u8>().copy_to_nonoverlapping(self.free, ROOM_FOR_SMALL) };
            self.top = Below(self.free.as_ptr().cast());
            // SAFETY: it is within the chunk.
            self.free = unsafe { self.free.add(size) };
        }
        self.reserve();
        NonNull::from(Box::leak(Box::new(Self { ..*self })))
    }

    /// Drops the frames, and frees all there is.
    ///
    /// # Safety
    ///
    /// It was made by [`promote`](Self::promote), and nobody refers to it any more.
    #[inline(never)]
    pub(crate) unsafe fn release(stack: NonNull<Self>) {
        // SAFETY: this function's own contract.
        drop(unsafe { Box::from_raw(stack.as_ptr()) });
    }

    /// The frame on top.
    #[inline(always)]
    pub(crate) fn top(&self) -> Option<NonNull<Header>> {
        NonNull::new(self.top.0)
    }

    /// The bytes that are free in the current chunk.
    #[inline(always)]
    fn room(&self) -> usize {
        self.chunk.addr().get() - self.free.addr().get()
    }

    /// Sees to it that there is room for a small frame again, after a push. Not for a stack in a
    /// [`InlineChunk`]: that is promoted.
    #[inline(always)]
    pub(crate) fn reserve(&mut self) {
        if self.room() < ROOM_FOR_SMALL {
            self.grow(ROOM_FOR_SMALL);
        }
    }

    /// Where the next frame goes.
    #[inline(always)]
    pub(crate) fn free(&self) -> NonNull<u8> {
        self.free
    }

    /// The frame that the next one goes above.
    #[inline(always)]
    pub(crate) fn below(&self) -> Below {
        self.top
    }

    /// Sees to it that there is room for `size` bytes, before a push of a frame that is not small.
    #[inline(always)]
    pub(crate) fn reserve_large(&mut self, size: usize) {
        if self.room() < size {
            self.grow(size);
        }
    }

    /// Puts a frame on top, of `size` bytes, which was written at [`free`](Self::free) above
    /// [`below`](Self::below).
    ///
    /// # Safety
    ///
    /// There is room for it.
    #[inline(always)]
    pub(crate) unsafe fn commit(&mut self, frame: NonNull<Header>, size: usize) {
        self.top = Below(frame.as_ptr());
        // SAFETY: this function's own contract.
        self.free = unsafe { self.free.add(size) };
    }

    /// Goes on to a chunk with room for `size` bytes.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, size: usize) {
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
    fn shrink(&mut self) {
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
    pub(crate) unsafe fn pop(&mut self, top: NonNull<Header>) {
        // SAFETY: the frame on top is in use.
        let below = unsafe { top.as_ref() }.below;
        self.top = below;
        self.free = top.cast();
        if below.chunk_is_full() {
            self.shrink();
        }
    }

    /// Drops the frame on top.
    ///
    /// # Safety
    ///
    /// `top` is it, and no body is running that could push.
    pub(crate) unsafe fn drop_top(&mut self, top: NonNull<Header>) {
        // First: its destructor may panic.
        // SAFETY: this function's own contract.
        unsafe { self.pop(top) };
        // SAFETY: what lies there stays, since nothing is pushed.
        let drop = unsafe { top.as_ref() }.vtable.drop;
        // SAFETY: `drop` fits what lies there, which is off the stack and not used again.
        unsafe { drop(top) };
    }

    /// Drops all frames, from the top.
    pub(crate) fn drop_all(&mut self) {
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
        self.layout.size() - size_of::<Self>()
    }

    fn allocate(room: usize, previous: Option<NonNull<Self>>) -> NonNull<Self> {
        let rounding = align_of::<Self>() - 1;
        let size = room.checked_add(size_of::<Self>() + rounding).map(|size| size & !rounding);
        let layout = size.and_then(|size| Layout::from_size_align(size, align_of::<Self>()).ok());
        let Some(layout) = layout else {
            panic!("the frames of the delegates are too large");
        };
        // SAFETY: the size is not zero, as there is room for a chunk's own fields.
        let Some(start) = NonNull::new(unsafe { alloc(layout) }) else {
            handle_alloc_error(layout)
        };
        // SAFETY: within the allocation, at a multiple of the alignment.
        let chunk = unsafe { start.add(layout.size() - size_of::<Self>()) }.cast::<Self>();
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
