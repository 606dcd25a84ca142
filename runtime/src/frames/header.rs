//! The header of a frame, through which the driver steps and drops a frame of any type.

use core::num::NonZero;
use core::ptr::{self, NonNull};

/// The first part of a frame. The payload follows it, at the next address that is aligned for it.
pub(crate) struct Header {
    /// It says what the payload is (I10).
    pub(crate) vtable: &'static Vtable,
    pub(crate) below: Below,
}

const _: () = assert!(align_of::<Header>() >= 4, "two bits of a frame's address are free");

/// The functions of a frame.
pub(crate) struct Vtable {
    /// Steps the delegate. If it has returned, the signal of the slot is `Ended`, and its value is in
    /// the payload. The function takes the address after the header, which is that of most payloads.
    ///
    /// The function creates the context of the poll itself. LLVM would look for the slot in a
    /// context from outside again after each store of the body.
    pub(crate) step: unsafe fn(NonNull<()>, slot: *mut ()),
    /// Drops the contents of the payload. The frame is not used afterwards.
    pub(crate) drop: unsafe fn(NonNull<Header>),
    /// Drops the value of a delegate that has returned. The frame is not used afterwards.
    pub(crate) drop_returned: unsafe fn(NonNull<Header>),
    /// Drops the arguments of a delegate that has taken no step, unless `drop` does.
    pub(crate) drop_arguments: unsafe fn(NonNull<Header>),
}

/// The frame below a frame, if there is one. The lowest bit says whether the frame is the last one
/// in its chunk, so that the next frame is in the next chunk. The next bit says whether there is
/// nothing below. So one test finds a frame below in the same chunk.
#[derive(Clone, Copy)]
pub(crate) struct Below(NonNull<Header>);

impl Below {
    const FULL_CHUNK: usize = 1;
    const NO_FRAME: usize = 2;

    pub(crate) const NOTHING: Self =
        Self(NonNull::new(ptr::without_provenance_mut(Self::NO_FRAME)).unwrap());

    #[inline(always)]
    pub(crate) const fn is(frame: NonNull<Header>) -> Self {
        Self(frame)
    }

    /// Returns the frame, if there is one and the chunk is not full.
    #[inline(always)]
    pub(crate) fn in_same_chunk(self) -> Option<NonNull<Header>> {
        let alone = self.0.addr().get() & (Self::FULL_CHUNK | Self::NO_FRAME) == 0;
        alone.then_some(self.0)
    }

    #[inline(always)]
    pub(crate) fn chunk_is_full(self) -> bool {
        self.0.addr().get() & Self::FULL_CHUNK != 0
    }

    pub(crate) fn with_full_chunk(self) -> Self {
        Self(self.0.map_addr(|address| address | Self::FULL_CHUNK))
    }

    pub(crate) fn without_full_chunk(self) -> Self {
        // A frame's address has more bits than these two, so the fallback is never used.
        Self(self.0.map_addr(|it| NonZero::new(it.get() & !Self::FULL_CHUNK).unwrap_or(it)))
    }
}
