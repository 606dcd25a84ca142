//! What a generator is made of, which is one thing after the other.

use core::ptr::{self, NonNull};

use crate::state::Status;

/// The arguments of a generator that was not started, its body in some place, or what its body
/// returned.
///
/// A body is an `async` block: once it has ended, or panicked, rustc has dropped all that was in
/// it, and only its memory is left. So neither end runs a destructor here, which would be a call
/// with the address of the generator, and keep it in memory where it could be in registers.
///
/// The representation is given, or rustc would hide the stage in some value of the arguments: it
/// takes several instructions to get it out again.
#[repr(u8)]
pub(crate) enum State<F, P, R> {
    #[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "it is written by itself"))]
    Suspended(P) = SUSPENDED,
    Unresumed(F) = UNRESUMED,
    Finished = FINISHED,
    /// Finished, with what the body returned and nobody has taken yet.
    #[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "it is written by itself"))]
    Returned(R) = RETURNED,
    /// Finished by a panic. To mark it is all that unwinding does: nothing is left in the body, and
    /// to drop it frees its memory at most.
    #[expect(dead_code, reason = "the stage alone is written")]
    Poisoned(P) = POISONED,
}

/// A stage as the representation lays it out (RFC 2195): which it is, and what there is then.
///
/// The state as a value may be as wide as a body. So they are not moved, and what there is in a stage
/// is written by itself: if nothing optimises, each move would be a copy more on the stack.
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

/// `F` and `R` are moved out, so nothing that is pinned lies here but what is pinned in the place.
impl<F, P: Unpin, R> Unpin for State<F, P, R> {}

impl<F, P, R> State<F, P, R> {
    /// How far the generator has come.
    #[inline(always)]
    pub(crate) const fn status(&self) -> Status {
        match self {
            Self::Suspended(_) => Status::Suspended,
            Self::Unresumed(_) => Status::Created,
            Self::Finished | Self::Returned(_) | Self::Poisoned(_) => Status::Finished,
        }
    }

    /// Whether the body is there, and the body has neither ended nor panicked.
    #[inline(always)]
    pub(crate) const fn is_suspended(&self) -> bool {
        matches!(self, Self::Suspended(_))
    }

    /// What makes the body of a generator that was not started, which is finished then.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) const fn take_start(&mut self) -> Option<F> {
        let Self::Unresumed(start) = self else { return None };
        // SAFETY: it is forgotten where it was.
        let start = unsafe { ptr::read(start) };
        // SAFETY: nothing is left there to be dropped.
        unsafe { self.mark(FINISHED) };
        Some(start)
    }

    /// What the body returned, if that is there.
    #[inline(always)]
    pub(crate) const fn take_returned(&mut self) -> Option<R> {
        let Self::Returned(returned) = self else { return None };
        // SAFETY: it is forgotten where it was.
        let returned = unsafe { ptr::read(returned) };
        // SAFETY: nothing is left there to be dropped.
        unsafe { self.mark(FINISHED) };
        Some(returned)
    }

    /// Drops whatever there is, where it is. The generator is finished then, even if a destructor
    /// panics: what is assigned to is assigned then, too.
    #[inline(always)]
    pub(crate) fn finish(&mut self) {
        *self = Self::Finished;
    }

    /// Writes the state of a generator that was not started to `room`.
    ///
    /// # Safety
    ///
    /// There is room for them. Whatever lies there is forgotten.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) const unsafe fn write_unresumed(room: *mut Self, start: F) {
        // SAFETY: this function's own contract, and that is how they are laid out.
        unsafe { room.cast::<Variant<F>>().write(Variant { tag: UNRESUMED, content: start }) };
    }

    /// Suspends a generator in a place that `write` fills.
    ///
    /// # Safety
    ///
    /// Nothing is there to be dropped, and the place is filled when `write` returns.
    #[inline(always)]
    pub(crate) unsafe fn write_suspended(&mut self, write: impl FnOnce(*mut P)) {
        let this: *mut Self = self;
        // SAFETY: there is room for it, as the state are laid out.
        write(unsafe { &raw mut (*this.cast::<Variant<P>>()).content });
        // SAFETY: this function's own contract.
        unsafe { self.mark(SUSPENDED) };
    }

    /// Finishes a generator, with what its body returned.
    ///
    /// # Safety
    ///
    /// Nothing is there to be dropped.
    #[inline(always)]
    pub(crate) const unsafe fn write_returned(&mut self, returned: R) {
        let this: *mut Self = self;
        // SAFETY: there is room for it, as the state are laid out.
        unsafe { this.cast::<Variant<R>>().write(Variant { tag: RETURNED, content: returned }) };
    }

    /// Makes it another stage, and leaves all else as it is.
    ///
    /// # Safety
    ///
    /// It is a stage in which there is what there is now, or one in which there is nothing. Then nothing
    /// is left to be dropped.
    #[inline(always)]
    const unsafe fn mark(&mut self, tag: u8) {
        let this: *mut Self = self;
        // SAFETY: the stage comes first, as the representation says (RFC 2195); this function's own
        // contract.
        unsafe { this.cast::<u8>().write(tag) };
    }

    /// Finishes a generator, and leaves its body as it is.
    ///
    /// # Safety
    ///
    /// Nothing is left in the body to be dropped.
    #[inline(always)]
    pub(crate) const unsafe fn forget_body(&mut self) {
        // SAFETY: this function's own contract.
        unsafe { self.mark(FINISHED) };
    }

    /// Where they are.
    #[inline(always)]
    pub(crate) fn pointer(&mut self) -> NonNull<Self> {
        NonNull::from(self)
    }

    /// What does [`finish`](Self::finish) to those at a place that says no more than where it is. It may
    /// be called while they are there, and nobody else refers to them.
    #[inline(always)]
    pub(crate) const fn finish_at(_: NonNull<Self>) -> unsafe fn(NonNull<()>) {
        /// # Safety
        ///
        /// As said above.
        unsafe fn finish<F, P, R>(state: NonNull<()>) {
            // SAFETY: this function's own contract.
            unsafe { state.cast::<State<F, P, R>>().as_mut() }.finish();
        }

        finish::<F, P, R>
    }
}

/// Ends a generator whose body has panicked, and which has its state there.
///
/// # Safety
///
/// There are [`State`] of some type, which are suspended, and nothing else refers to them.
#[inline(always)]
pub(crate) unsafe fn mark_poisoned(state: NonNull<()>) {
    // SAFETY: the stage comes first, as the representation says (RFC 2195), and there is a body in
    // both state.
    unsafe { state.cast::<u8>().write(POISONED) };
}
