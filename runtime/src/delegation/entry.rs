//! The ways into a delegation: what a body does with the pointer to its slot.

#[cfg(feature = "alloc")]
use crate::delegation::driven::CoroutineDelegate;
#[cfg(feature = "alloc")]
use crate::delegation::frame::{self, Delegate};
use crate::delegation::futures::TryDelegation;
use crate::delegation::kind::DelegateTo;
#[cfg(feature = "alloc")]
use crate::protocol::coroutine::Coroutine;
#[cfg(feature = "alloc")]
use crate::step::slot::Signal;
use crate::step::suspension::SlotPointer;

#[cfg(feature = "alloc")]
impl<Y, S, E> SlotPointer<Y, S, E> {
    /// Pushes `delegate` on the stack, to be stepped once the body suspends.
    ///
    /// # Safety
    ///
    /// As for [`slot`](Self::slot), the step is that of a body which delegates, and the body waits
    /// for it with the `Delegation` of a coroutine that has its `Return`.
    #[inline(always)]
    pub(crate) unsafe fn push<P: Delegate<Y, S, E>, A>(self, delegate: P, arguments: A) {
        // SAFETY: this function's own contract.
        let slot = unsafe { self.slot() };
        // SAFETY: a step of a body that delegates sets the stack (`DelegateStack::drive`).
        let mut stack = unsafe { slot.stack() };
        // SAFETY: it belongs to the step which is running, which does not touch it until the
        // body suspends.
        let stack = unsafe { stack.as_mut() };
        // SAFETY: the body waits for it and drops nothing until it is resumed, which it is once
        // the delegate has returned or was dropped: `Delegation` does not unwind. Since the last
        // push the driver has seen to the room.
        unsafe { frame::push::<P, A, Y, S, E>(stack, delegate, arguments) };
        slot.put(Signal::Delegated);
    }

    /// Pushes any coroutine on the stack, to be driven by its own methods.
    ///
    /// # Safety
    ///
    /// As for [`push`](Self::push).
    #[inline(never)]
    pub(crate) unsafe fn push_driven<C>(self, coroutine: C, resume: Option<fn() -> S>)
    where
        C: Coroutine<Yield = Y, Resume = S, Error = E>,
    {
        // SAFETY: this function's own contract.
        unsafe { self.push(CoroutineDelegate { coroutine, resume }, ()) };
    }
}

impl<Y, S, E> SlotPointer<Y, S, E> {
    /// `yield_from!(delegate)`: hands the generator's steps to `delegate` until it returns; its
    /// value is what the delegate returned.
    ///
    /// # Safety
    ///
    /// As for [`yield_`](Self::yield_), and the body is one of a machine that delegates.
    #[inline(always)]
    pub unsafe fn yield_from<K, T>(
        self,
        kind: K,
        delegate: T,
        resume: Option<fn() -> S>,
    ) -> K::Delegation
    where
        K: DelegateTo<T, Y, S, E>,
    {
        // SAFETY: this function's own contract.
        unsafe { kind.delegate(self, delegate, resume) }
    }

    /// `try_yield_from!(delegate)`: hands the generator's steps to `delegate` until it returns;
    /// its value is what the delegate returned, or the [`Interrupt`] that it did not catch.
    ///
    /// # Safety
    ///
    /// As for [`yield_from`](Self::yield_from).
    #[inline(always)]
    pub unsafe fn try_yield_from<K, T>(
        self,
        kind: K,
        delegate: T,
        resume: Option<fn() -> S>,
    ) -> TryDelegation<K::Delegation>
    where
        K: DelegateTo<T, Y, S, E>,
    {
        // SAFETY: this function's own contract.
        TryDelegation::new(unsafe { kind.delegate(self, delegate, resume) })
    }
}
