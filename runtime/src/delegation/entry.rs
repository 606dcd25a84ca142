//! The ways into a delegation: what a body does with its slot pointer at `yield_from!`.

#[cfg(feature = "alloc")]
use crate::delegation::driven::CoroutineDelegate;
#[cfg(feature = "alloc")]
use crate::delegation::frame::{Delegate, push};
use crate::delegation::futures::TryDelegation;
use crate::delegation::kind::{DelegateTo, ResumeWith};
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

impl<Y, S, E, D> SlotPointer<Y, S, E, D> {
    /// `yield_from!(delegate)`: hands the generator's steps to `delegate` until it returns; its
    /// value is what the delegate returned.
    ///
    /// An expansion awaits the future at once, in the body that the pointer was given to, and drops
    /// nothing before (I4, I7).
    #[inline(always)]
    pub fn yield_from_of_the_generator<K, T, R>(
        self,
        kind: K,
        delegate: T,
        _resume: R,
    ) -> K::Delegation
    where
        K: DelegateTo<T, Y, S, E, D>,
        R: ResumeWith<S>,
    {
        kind.delegate(self, delegate, R::RESUME)
    }

    /// `try_yield_from!(delegate)`: hands the generator's steps to `delegate` until it returns;
    /// its value is what the delegate returned, or the [`Interrupt`](crate::Interrupt) that it did
    /// not catch.
    ///
    /// An expansion awaits the future at once, in the body that the pointer was given to, and drops
    /// nothing before (I4, I7).
    #[inline(always)]
    pub fn try_yield_from_of_the_generator<K, T, R>(
        self,
        kind: K,
        delegate: T,
        _resume: R,
    ) -> TryDelegation<K::Delegation>
    where
        K: DelegateTo<T, Y, S, E, D>,
        R: ResumeWith<S>,
    {
        TryDelegation::new(kind.delegate(self, delegate, R::RESUME))
    }
}
