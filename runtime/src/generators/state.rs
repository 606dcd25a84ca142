//! The state of a generator: its arguments, then its body, then what the body returned.

use core::ptr::{self, NonNull};

use crate::state::Status;

/// The state of a generator, with the names that rustc gives to the states of a coroutine. `F`
/// makes the body, `P` is the place of the body, and `R` is what the body returns.
///
/// rustc drops the contents of an `async` block that ends or panics, and only its memory is left.
/// So a generator runs no destructor when its body ends or panics. A destructor would be a call
/// with the address of the generator, which could then not be in registers.
///
/// `repr(u8)` disables niche encoding; decoding a niche costs several instructions per step. It
/// also defines the layout ([RFC 2195]), so each variant can be written alone. The state as a value
/// can be as wide as a body, and an unoptimized move of it would be one more copy on the stack.
///
/// [RFC 2195]: https://rust-lang.github.io/rfcs/2195-really-tagged-unions.html
#[repr(u8)]
pub(crate) enum State<F, P, R> {
    #[expect(dead_code, reason = "written through `Variant`")]
    Suspended(P) = SUSPENDED,
    Unresumed(F) = UNRESUMED,
    /// The body has ended, and its value was taken.
    Finished = FINISHED,
    /// The body has ended, and `next` has kept its value.
    #[expect(dead_code, reason = "written through `Variant`")]
    Returned(R) = RETURNED,
    /// The body has panicked, and is empty. Unwinding changes the tag only. Dropping the body frees
    /// its memory at most.
    #[expect(dead_code, reason = "only the tag is written")]
    Poisoned(P) = POISONED,
}

/// The layout of a variant of [`State`].
#[repr(C)]
struct Variant<T> {
    tag: u8,
    content: T,
}

const SUSPENDED: u8 = 0;
const UNRESUMED: u8 = 1;
const FINISHED: u8 = 2;
const RETURNED: u8 = 3;
const POISONED: u8 = 4;

/// `F` and `R` are moved out before use, so only the place of the body can hold what is pinned.
impl<F, P: Unpin, R> Unpin for State<F, P, R> {}

impl<F, P, R> State<F, P, R> {
    /// Returns the status of the generator.
    #[inline(always)]
    pub(crate) const fn status(&self) -> Status {
        match self {
            Self::Suspended(_) => Status::Suspended,
            Self::Unresumed(_) => Status::Created,
            Self::Finished | Self::Returned(_) | Self::Poisoned(_) => Status::Finished,
        }
    }

    /// Returns whether the generator has a body that has neither ended nor panicked.
    #[inline(always)]
    pub(crate) const fn is_suspended(&self) -> bool {
        matches!(self, Self::Suspended(_))
    }

    /// Takes the closure that makes the body, if the generator was not started. The generator is
    /// then finished.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) const fn take_start(&mut self) -> Option<F> {
        let Self::Unresumed(start) = self else { return None };
        // SAFETY: I10, the tag changes with the read.
        unsafe {
            let start = ptr::read(start);
            self.set_tag(FINISHED);
            Some(start)
        }
    }

    /// Takes what the body returned, if `next` has kept it.
    #[inline(always)]
    pub(crate) const fn take_returned(&mut self) -> Option<R> {
        let Self::Returned(returned) = self else { return None };
        // SAFETY: I10, the tag changes with the read.
        unsafe {
            let returned = ptr::read(returned);
            self.set_tag(FINISHED);
            Some(returned)
        }
    }

    /// Drops the contents in place. The generator is finished, even if a destructor panics.
    #[inline(always)]
    pub(crate) fn finish(&mut self) {
        *self = Self::Finished;
    }

    /// Writes the state of a generator that was not started to `room`.
    ///
    /// # Safety
    ///
    /// `room` has room for the state. The old contents of `room` are not dropped.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) const unsafe fn write_unresumed(room: *mut Self, start: F) {
        // SAFETY: I10, `repr(u8)` gives the layout. The caller guarantees the room.
        unsafe { room.cast::<Variant<F>>().write(Variant { tag: UNRESUMED, content: start }) };
    }

    /// Suspends the generator with a body whose place `write` fills.
    ///
    /// # Safety
    ///
    /// The state has nothing to drop. `write` fills the place.
    #[inline(always)]
    pub(crate) unsafe fn write_suspended(&mut self, write: impl FnOnce(*mut P)) {
        let this: *mut Self = self;
        // SAFETY: `repr(u8)` gives the layout. I10, the tag follows the contents.
        unsafe {
            write(&raw mut (*this.cast::<Variant<P>>()).content);
            self.set_tag(SUSPENDED);
        }
    }

    /// Finishes the generator, with what its body returned.
    ///
    /// # Safety
    ///
    /// The state has nothing to drop.
    #[inline(always)]
    pub(crate) const unsafe fn write_returned(&mut self, returned: R) {
        let this: *mut Self = self;
        // SAFETY: I10, `repr(u8)` gives the layout.
        unsafe { this.cast::<Variant<R>>().write(Variant { tag: RETURNED, content: returned }) };
    }

    /// Finishes the generator, and leaves its body as it is.
    ///
    /// # Safety
    ///
    /// The body is empty, or its owner has changed.
    #[inline(always)]
    pub(crate) const unsafe fn forget_body(&mut self) {
        // SAFETY: I10, a finished generator has no contents.
        unsafe { self.set_tag(FINISHED) };
    }

    /// Changes the tag, and leaves the contents as they are.
    ///
    /// # Safety
    ///
    /// The variant of the tag has the present contents, or none (I10).
    #[inline(always)]
    const unsafe fn set_tag(&mut self, tag: u8) {
        let this: *mut Self = self;
        // SAFETY: I10, `repr(u8)` puts the tag first. The caller guarantees the contents.
        unsafe { this.cast::<u8>().write(tag) };
    }

    /// Returns the address of the state.
    #[inline(always)]
    pub(crate) fn pointer(&mut self) -> NonNull<Self> {
        NonNull::from(self)
    }

    /// Returns [`finish`](Self::finish) as a function that takes an address without a type. A
    /// caller of the function guarantees that the state is there, and that nothing else refers to
    /// it.
    #[inline(always)]
    pub(crate) const fn finish_at(_: NonNull<Self>) -> unsafe fn(NonNull<()>) {
        unsafe fn finish<F, P, R>(state: NonNull<()>) {
            // SAFETY: I1, the caller guarantees that nothing else refers to the state.
            unsafe { state.cast::<State<F, P, R>>().as_mut() }.finish();
        }

        finish::<F, P, R>
    }
}

/// Poisons a generator whose body has panicked.
///
/// # Safety
///
/// `state` is the address of a [`State`] of any types, which is suspended. Nothing else refers to
/// it.
#[inline(always)]
pub(crate) unsafe fn mark_poisoned(state: NonNull<()>) {
    // SAFETY: `repr(u8)` puts the tag first. I10, both variants have a body.
    unsafe { state.cast::<u8>().write(POISONED) };
}
