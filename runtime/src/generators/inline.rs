//! The state of a generator whose body lies in itself.
//!
//! It needs no heap, and a step no pointer to the body. But it is not to be moved once it was started:
//! its caller pins it, or it is in a `BoxGenerator`, whose box nobody can reach. A `Box<dyn Iterator>`
//! would not do: whoever has one can give it to `Rc::from`, which moves what is in it.

use core::cell::UnsafeCell;
use core::hint::unreachable_unchecked;
use core::panic::RefUnwindSafe;
use core::pin::Pin;
use core::ptr;

use crate::generators::state::State;
use crate::step::suspension::Protocol;
use crate::step::waker::panic_foreign_await;

/// Those with the body in place.
pub(crate) type InlineState<F, Body, R> = State<F, InlineBody<Body>, R>;

/// A body where it was made. It may refer to itself, by `&mut` too, while the generator around it is
/// looked at by `&`: so that does not say that nobody writes there.
#[repr(transparent)]
pub(crate) struct InlineBody<Body>(UnsafeCell<Body>);

// SAFETY: it owns the body. Said here, for rustc to name the body alone where that is not `Send`.
unsafe impl<Body: Send> Send for InlineBody<Body> {}
// SAFETY: by `&`, nothing is done with the body.
unsafe impl<Body: Sync> Sync for InlineBody<Body> {}

impl<Body: RefUnwindSafe> RefUnwindSafe for InlineBody<Body> {}

impl<F, Body, R> InlineState<F, Body, R> {
    /// Whether a body is moved with them.
    #[cfg(feature = "alloc")]
    pub(crate) const HOLD_BODY: bool = true;

    /// Makes the body of a generator that was not started. Its first poll takes the arguments.
    ///
    /// # Safety
    ///
    /// The generator was not started.
    #[inline(always)]
    pub(crate) unsafe fn start<A, Y, S, E>(&mut self, types: Protocol<Y, S, E>) -> A
    where
        F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
    {
        let Self::Unresumed(start) = self else {
            // SAFETY: this function's own contract.
            unsafe { unreachable_unchecked() }
        };
        // SAFETY: it is forgotten where it was.
        let start = unsafe { ptr::read(start) };
        // SAFETY: nothing is left there to be dropped.
        unsafe { self.forget_body() };
        let (body, arguments) = start(types);
        let write = |place: *mut InlineBody<Body>| {
            // SAFETY: the body is all that there is in its place.
            unsafe { place.cast::<Body>().write(body) };
        };
        // SAFETY: nothing is there to be dropped.
        unsafe { self.write_suspended(write) };
        arguments
    }

    /// The body.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and is not moved any more.
    #[inline(always)]
    pub(crate) unsafe fn body(&mut self) -> Pin<&mut Body> {
        match self {
            // SAFETY: this function's own contract: it stays there until it is dropped there.
            Self::Suspended(body) => unsafe { Pin::new_unchecked(body.0.get_mut()) },
            // SAFETY: as above.
            _ => unsafe { unreachable_unchecked() },
        }
    }

    /// Ends a generator whose body has ended.
    ///
    /// # Safety
    ///
    /// The generator is suspended, and the last poll of its body was ready.
    #[inline(always)]
    pub(crate) unsafe fn end(&mut self) {
        // SAFETY: nothing is left in the body.
        unsafe { self.forget_body() };
    }

    /// As [`end`](Self::end), and keeps what the body returned.
    ///
    /// # Safety
    ///
    /// As for [`end`](Self::end).
    #[inline(always)]
    pub(crate) unsafe fn end_with(&mut self, returned: R) {
        // SAFETY: nothing is left in the body.
        unsafe { self.write_returned(returned) };
    }

    /// Ends a generator whose body waits for something that no step will ever bring, by a panic.
    ///
    /// # Safety
    ///
    /// As for one in a box: the generator is suspended.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn poison(&mut self) -> ! {
        self.finish();
        panic_foreign_await()
    }
}
