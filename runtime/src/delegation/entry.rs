//! The ways into a delegation: what a body does with its slot pointer at `yield_from!`.

#[cfg(feature = "alloc")]
use crate::delegation::driven::CoroutineDelegate;
#[cfg(feature = "alloc")]
use crate::delegation::frame::{Delegate, push};
#[cfg(feature = "alloc")]
use crate::protocol::coroutine::Coroutine;
#[cfg(feature = "alloc")]
use crate::step::slot::Signal;
#[cfg(feature = "alloc")]
use crate::step::suspension::{PushPermit, Pushed};

#[cfg(feature = "alloc")]
impl<C, Y, S, E, R> PushPermit<C, Y, S, E, R> {
    /// Pushes `delegate` on the stack. The driver steps it once the body suspends.
    #[inline(always)]
    pub(crate) fn push<P, A>(mut self, delegate: P, arguments: A) -> Pushed
    where
        P: Delegate<Y, S, E, Return = R>,
    {
        push(&mut self, delegate, arguments);
        self.pointer.slot().put(Signal::Delegated);
        Pushed(())
    }

    /// Pushes `coroutine` on the stack, to be driven by its own methods.
    #[inline(never)]
    pub(crate) fn push_driven<D>(self, coroutine: D, resume: Option<fn() -> S>) -> Pushed
    where
        D: Coroutine<Yield = Y, Resume = S, Error = E, Return = R>,
    {
        self.push(CoroutineDelegate { coroutine, resume }, ())
    }
}
