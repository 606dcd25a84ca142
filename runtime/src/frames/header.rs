//! The header of a frame, by which a frame is stepped and dropped without its type.

use core::ptr::{self, NonNull};

/// The first part of each frame; the payload follows at its next alignment.
///
/// The payload is a delegate. Once that has returned, the value lies at [`place_of_returned`].
pub(crate) struct Header {
    pub(crate) vtable: &'static Vtable,
    pub(crate) below: Below,
}

const _: () = assert!(align_of::<Header>() >= 2, "the lowest bit of a frame's address is free");

/// What can be done with a payload.
pub(crate) struct Vtable {
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
