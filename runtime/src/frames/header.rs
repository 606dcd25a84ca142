//! The header of a frame, through which the driver steps and drops a frame of any type.

use core::ptr::{self, NonNull};

/// The first part of a frame. The payload follows it, at the next address that is aligned for it.
pub(crate) struct Header {
    /// It says what the payload is (I10).
    pub(crate) vtable: &'static Vtable,
    pub(crate) below: Below,
}

const _: () = assert!(align_of::<Header>() >= 2, "the lowest bit of a frame's address is free");

/// The functions of a frame.
pub(crate) struct Vtable {
    /// Steps the delegate, and returns whether it has returned. Its value is then in the payload.
    /// The function takes the address after the header, which is that of most payloads.
    ///
    /// The function creates the context of the poll itself. LLVM would look for the slot in a
    /// context from outside again after each store of the body.
    pub(crate) step: unsafe fn(NonNull<()>, slot: *mut ()) -> bool,
    /// Drops the contents of the payload. The frame is not used afterwards.
    pub(crate) drop: unsafe fn(NonNull<Header>),
    /// Drops the value of a delegate that has returned. The frame is not used afterwards.
    pub(crate) drop_returned: unsafe fn(NonNull<Header>),
}

/// The frame below a frame, if there is one. The lowest bit says whether the frame is the last one
/// in its chunk, so that the next frame is in the next chunk.
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
