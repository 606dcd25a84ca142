//! How a body waits for what it delegates to.
//!
//! An asynchronous generator is taken apart and its body pushed on the stack of the outermost stream.
//! Anything else stays in the future that the body waits with, which asks it for the next item whenever
//! it is polled.

use core::convert::Infallible;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

#[cfg(feature = "alloc")]
use futures_core::Stream;

use crate::state::Interrupt;
use crate::step::slot::Signal;
use crate::stream::poll::StreamSlot;
use crate::stream::suspension::{slot_of, slot_or_panic};

/// Waits for a delegate on the stack to end.
///
/// It stands for the delegate where types are concerned: the body that holds it is `Send`, and
/// borrows, as if it held the delegate itself.
#[cfg(feature = "alloc")]
pub struct Delegation<S: Stream> {
    delegate: PhantomData<S>,
}

#[cfg(feature = "alloc")]
impl<S: Stream> Delegation<S> {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self { delegate: PhantomData }
    }
}

/// It has a destructor for the borrow checker alone. Where the type of a stream is not opaque, as that
/// of `async_gen!` is not, rustc asks its body what is dropped with it: with the body goes the delegate,
/// which may use what it borrows.
#[cfg(feature = "alloc")]
impl<S: Stream> Drop for Delegation<S> {
    #[inline(always)]
    fn drop(&mut self) {}
}

#[cfg(feature = "alloc")]
impl<S: Stream> Future for Delegation<S> {
    type Output = ();

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // It must not unwind (S6): the body would drop what the delegate borrows from before that.
        // SAFETY: S1, only the stream's own body awaits this. S2, the reference ends here.
        let Some(slot) = (unsafe { slot_of::<S::Item>(context) }) else { return Poll::Pending };
        let step = &mut slot.step;
        if step.take_end_of_delegate() {
            return Poll::Ready(());
        }
        if step.signal() == Signal::Closed {
            step.put(Signal::Uncaught);
        }
        Poll::Pending
    }
}

/// How a delegate `T` is driven that stays where the body waits for it. It does not touch the slot.
pub trait Drive<T, Y> {
    /// What the delegate ends with.
    type Return;

    /// Polls the delegate for an item of the stream that delegates to it.
    fn poll_step(delegate: Pin<&mut T>, task: &Waker) -> Poll<Driving<Y, Self::Return>>;

    /// Polls the delegate to close. To close what cannot be closed is to drop it.
    fn poll_close_step(_delegate: Pin<&mut T>, _task: &Waker) -> Poll<Option<Y>> {
        Poll::Ready(None)
    }
}

/// What a delegate that is driven has come to.
pub enum Driving<Y, R> {
    Yielded(Y),
    Ended(R),
}

impl<Y> Driving<Y, ()> {
    #[inline(always)]
    pub(crate) fn of_item(item: Option<Y>) -> Self {
        item.map_or(Self::Ended(()), Self::Yielded)
    }
}

/// A delegate that is only used by `&mut`: pinning it means nothing.
pub struct Unpinned<T>(pub(crate) T);

impl<T> Unpin for Unpinned<T> {}

/// Drives `T`, which is of the kind `K`, until it ends.
pub struct DrivenDelegation<T, K, Y> {
    delegate: T,
    types: PhantomData<fn(K, Y) -> Y>,
}

impl<T, K: Drive<T, Y>, Y> DrivenDelegation<T, K, Y> {
    #[inline(always)]
    pub(crate) const fn new(delegate: T) -> Self {
        Self { delegate, types: PhantomData }
    }

    /// Polls what is driven, with what is in the slot, and puts there what comes of it.
    #[inline(always)]
    pub(crate) fn poll_with(self: Pin<&mut Self>, slot: &mut StreamSlot<Y>) -> Poll<K::Return> {
        // SAFETY: S6, the delegate is pinned where this is, and never moved.
        let delegate = unsafe { self.map_unchecked_mut(|this| &mut this.delegate) };
        if slot.step.signal() == Signal::Closed {
            match K::poll_close_step(delegate, slot.task()) {
                Poll::Pending => {}
                Poll::Ready(None) => slot.step.put(Signal::Uncaught),
                Poll::Ready(Some(item)) => slot.step.put_ignored(item),
            }
            return Poll::Pending;
        }
        match K::poll_step(delegate, slot.task()) {
            Poll::Ready(Driving::Yielded(item)) => {
                slot.step.put_item(item);
                Poll::Pending
            }
            Poll::Ready(Driving::Ended(returned)) => Poll::Ready(returned),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T, K: Drive<T, Y>, Y> Future for DrivenDelegation<T, K, Y> {
    type Output = K::Return;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<K::Return> {
        // SAFETY: S1, only the stream's own body awaits this. S2, the reference ends here.
        self.poll_with(unsafe { slot_or_panic::<Y>(context) })
    }
}

/// Waits as `F` does, and catches a close that what it waits for did not catch.
pub struct TryDelegation<F, Y> {
    delegation: F,
    items: PhantomData<fn(Y) -> Y>,
}

impl<F, Y> TryDelegation<F, Y> {
    #[inline(always)]
    pub(crate) const fn new(delegation: F) -> Self {
        Self { delegation, items: PhantomData }
    }
}

impl<F: Future, Y> Future for TryDelegation<F, Y> {
    type Output = Result<F::Output, Interrupt<Infallible>>;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: S6, the delegation is pinned where this is, and never moved.
        let delegation = unsafe { self.map_unchecked_mut(|this| &mut this.delegation) };
        if let Poll::Ready(returned) = delegation.poll(context) {
            return Poll::Ready(Ok(returned));
        }
        // As in `Delegation`, it must not unwind.
        // SAFETY: S1, only the stream's own body awaits this. S2, the reference ends here.
        let Some(slot) = (unsafe { slot_of::<Y>(context) }) else { return Poll::Pending };
        if slot.step.signal() != Signal::Uncaught {
            return Poll::Pending;
        }
        slot.step.put(Signal::Nothing);
        slot.told = true;
        Poll::Ready(Err(Interrupt::Closed))
    }
}
