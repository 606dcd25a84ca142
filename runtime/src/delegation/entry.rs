//! The ways into a delegation: what a body does with its slot pointer at `yield_from!`.

#[cfg(feature = "alloc")]
use crate::delegation::driven::CoroutineDelegate;
#[cfg(feature = "alloc")]
use crate::delegation::frame::{Delegate, push};
use crate::delegation::futures::TryDelegation;
use crate::delegation::kind::DelegateTo;
#[cfg(feature = "alloc")]
use crate::protocol::coroutine::Coroutine;
#[cfg(feature = "alloc")]
use crate::step::slot::Signal;
#[cfg(feature = "alloc")]
use crate::step::suspension::PushPermit;
use crate::step::suspension::SlotPointer;

#[cfg(feature = "alloc")]
impl<Y, S, E, R> PushPermit<Y, S, E, R> {
    /// Pushes `delegate` on the stack. The driver steps it once the body suspends.
    #[inline(always)]
    pub(crate) fn push<P, A>(mut self, delegate: P, arguments: A)
    where
        P: Delegate<Y, S, E, Return = R>,
    {
        push(&mut self, delegate, arguments);
        self.pointer.slot().put(Signal::Delegated);
    }

    /// Pushes `coroutine` on the stack, to be driven by its own methods.
    #[inline(never)]
    pub(crate) fn push_driven<C>(self, coroutine: C, resume: Option<fn() -> S>)
    where
        C: Coroutine<Yield = Y, Resume = S, Error = E, Return = R>,
    {
        self.push(CoroutineDelegate { coroutine, resume }, ());
    }
}

impl<Y, S, E> SlotPointer<Y, S, E> {
    /// `yield_from!(delegate)`: hands the generator's steps to `delegate` until it returns; its
    /// value is what the delegate returned.
    ///
    /// # Safety
    ///
    /// The generator was made by a function for bodies that delegate. The body that the pointer was
    /// given to awaits the future at once, and drops nothing before (I4, I7).
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
        kind.delegate(self, delegate, resume)
    }

    /// `try_yield_from!(delegate)`: hands the generator's steps to `delegate` until it returns;
    /// its value is what the delegate returned, or the [`Interrupt`](crate::Interrupt) that it did
    /// not catch.
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
        TryDelegation::new(kind.delegate(self, delegate, resume))
    }
}
