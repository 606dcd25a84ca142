//! How a step runs a body, with the delegates of the body or without any.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::step::slot::Slot;
use crate::step::waker::waker;

/// The delegates of a body, and how a step runs them.
pub trait Driver: Sized {
    /// The driver of a body that has no delegates at the moment. It is a constant, since rustc
    /// would compile a function once for each generator.
    const NONE: Self;
    /// Whether a step may run a delegate instead of the body.
    const MAY_BE_RUNNING: bool;
    /// Whether the steps of the generator are called through a vtable, so that none is inlined into its
    /// loop. The first step is then a function of its own: a step that makes the body needs registers,
    /// which every later step would otherwise save and restore.
    const IS_CALLED: bool = false;

    /// Gives the contents of `slot` to the innermost body, and runs that body. A body that returns
    /// resumes the body below it. The function returns when a body yields, or when `body`, the
    /// outermost, returns.
    ///
    /// `Pending` has three meanings, which the slot's signal tells apart:
    /// - The slot holds an item.
    /// - It holds an error, or a request to close, that no body caught. The delegates are dropped.
    /// - It holds an item that a delegate yielded instead of closing. The delegates are dropped.
    ///
    /// The default is for a body that has no delegates, and does what [`Slot::poll`] does. Calling
    /// `Slot::poll` would cost one more function to compile for each body.
    ///
    /// # Safety
    ///
    /// The `Protocol` of `body` is a `Protocol<Y, S, E>`, and `body` keeps to I2, I3 and I4. Since
    /// `self` last had no delegates, the caller has driven it with this `body` only, which has not
    /// moved (I5). If `self` has delegates, the slot holds a value that was sent, an error, or a
    /// request to close. The caller drops `self` before `body` (I6).
    #[doc(hidden)]
    #[inline]
    unsafe fn drive<Body: Future, Y, S, E>(
        &mut self,
        body: Pin<&mut Body>,
        slot: &mut Slot<Y, S, E>,
    ) -> Poll<Body::Output> {
        let waker = waker(slot);
        body.poll(&mut Context::from_waker(&waker))
    }
}

/// The driver of a body that does not delegate.
pub struct NoDelegates;

impl Driver for NoDelegates {
    const NONE: Self = Self;
    const MAY_BE_RUNNING: bool = false;
}

/// The driver of a body that does not delegate, in a generator that is made as a trait object.
#[cfg(feature = "alloc")]
pub struct NoDelegatesBehindDyn;

#[cfg(feature = "alloc")]
impl Driver for NoDelegatesBehindDyn {
    const NONE: Self = Self;
    const MAY_BE_RUNNING: bool = false;
    const IS_CALLED: bool = true;
}

/// A body without frames drives what it delegates to itself, where that is.
pub struct DrivesInPlace;

impl Driver for DrivesInPlace {
    const NONE: Self = Self;
    const MAY_BE_RUNNING: bool = false;
}
