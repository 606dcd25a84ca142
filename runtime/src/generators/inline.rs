//! The state of a generator that has its body in itself.
//!
//! Such a generator needs no heap, and its steps no pointer to the body. It must not move once it
//! was started (I5). So its caller pins it, or it is in the box of a `BoxGenerator`, which nothing
//! else reaches. A `Box<dyn Iterator>` is no such box: `Rc::from` moves the contents of any box.

use core::cell::UnsafeCell;
use core::future::Future;
use core::hint::unreachable_unchecked;
use core::panic::RefUnwindSafe;
use core::pin::Pin;
use core::ptr;

use crate::generators::start::Start;
use crate::generators::state::State;
use crate::step::suspension::Protocol;
use crate::step::waker::panic_foreign_await;

/// The state of a generator with its body in place.
pub(crate) type InlineState<F, Body, R> = State<F, InlineBody<Body>, R>;

/// A body that stays where it was made.
///
/// The body can refer to itself by `&mut` while there is a `&` to the generator around it. The
/// `UnsafeCell` says that a shared reference does not rule out writes.
#[repr(transparent)]
pub(crate) struct InlineBody<Body>(UnsafeCell<Body>);

// SAFETY: I11, it owns the body. The implementation is explicit so that rustc names the body, and
// not the cell, if the body is not `Send`.
unsafe impl<Body: Send> Send for InlineBody<Body> {}
// SAFETY: I5, no function uses the body through a shared reference.
unsafe impl<Body: Sync> Sync for InlineBody<Body> {}

impl<Body: RefUnwindSafe> RefUnwindSafe for InlineBody<Body> {}

impl<F, Body: Future, R> InlineState<F, Body, R> {
    /// Whether a body moves with the state.
    #[cfg(feature = "alloc")]
    pub(crate) const HOLD_BODY: bool = true;

    /// Makes the body, and returns the arguments for its first poll.
    ///
    /// # Safety
    ///
    /// The generator was not started.
    #[inline(always)]
    pub(crate) unsafe fn start<A, Y, S, E, D>(&mut self) -> A
    where
        F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
    {
        // SAFETY: I10, the caller guarantees the variant.
        unsafe { self.start_with(Protocol::new()) }
    }

    /// Makes the body with the types that pass between it and its caller, and returns the arguments for its
    /// first poll.
    ///
    /// # Safety
    ///
    /// The generator was not started.
    #[inline(always)]
    pub(crate) unsafe fn start_with<Types>(&mut self, types: Types) -> F::Arguments
    where
        F: Start<Types, Body = Body>,
    {
        // SAFETY: I10, the caller guarantees the variant. `forget_body` follows the read, and the
        // state has nothing to drop when the body is written. The body is all that is in its place.
        unsafe {
            let Self::Unresumed(start) = self else { unreachable_unchecked() };
            let start = ptr::read(start);
            self.forget_body();
            let (body, arguments) = start.start(types);
            self.write_suspended(|place| place.cast::<Body>().write(body));
            arguments
        }
    }

    /// Returns the body.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and does not move any more (I5).
    #[inline(always)]
    pub(crate) unsafe fn body(&mut self) -> Pin<&mut Body> {
        // SAFETY: I5 and I10, the caller guarantees them.
        unsafe {
            match self {
                Self::Suspended(body) => Pin::new_unchecked(body.0.get_mut()),
                _ => unreachable_unchecked(),
            }
        }
    }

    /// Finishes a generator whose body has ended.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and the last poll of its body was ready.
    #[inline(always)]
    pub(crate) unsafe fn end(&mut self) {
        // SAFETY: I5, the body is empty.
        unsafe { self.forget_body() };
    }

    /// Finishes a generator whose body has ended, and keeps what the body returned.
    ///
    /// # Safety
    ///
    /// As for [`end`](Self::end).
    #[inline(always)]
    pub(crate) unsafe fn end_with(&mut self, returned: R) {
        // SAFETY: I5, the body is empty.
        unsafe { self.write_returned(returned) };
    }

    /// Drops a body that awaits a foreign future, and panics. The generator is finished.
    ///
    /// # Safety
    ///
    /// The generator is suspended. The function is unsafe as that of a heap generator is.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn poison(&mut self) -> ! {
        self.finish();
        panic_foreign_await()
    }
}
