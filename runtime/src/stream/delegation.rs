//! How a body waits for what it delegates to.
//!
//! An asynchronous generator is taken apart and its body pushed on the stack of the outermost stream.
//! Anything else stays in the future that the body waits with, which asks it for the next item whenever
//! it is polled.

use core::convert::Infallible;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll, Waker};

use futures_core::Stream;

use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Interrupt, Status};
use crate::step::slot::Signal;
use crate::stream::close::CloseStream;
use crate::stream::slot::{StreamSlot, task_at};
use crate::stream::suspension::slot_of;
use crate::stream::waker::panic_exchanged_context;

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
        // It must not unwind, for the body would drop what the delegate borrows from before that.
        let Some(slot) = slot_of::<S::Item>(context) else { return Poll::Pending };
        // SAFETY: the slot was found just now (S2).
        let step = &mut unsafe { &mut *slot }.step;
        if step.take_end_of_delegate() {
            return Poll::Ready(());
        }
        if step.signal() == Signal::Closed {
            step.put(Signal::Uncaught);
        }
        Poll::Pending
    }
}

/// Something that yields items and stays where it is.
pub trait Driven<Y> {
    /// What it ends with.
    type Return;

    /// Polls it for an item of the stream that delegates to it. It does not touch the slot.
    fn poll_step(self: Pin<&mut Self>, task: &Waker) -> Poll<Driving<Y, Self::Return>>;

    /// Polls it to close. It does not touch the slot.
    fn poll_close_step(self: Pin<&mut Self>, task: &Waker) -> Poll<Option<Y>>;
}

/// What a delegate that is driven has come to.
pub enum Driving<Y, R> {
    Yielded(Y),
    Ended(R),
}

/// Polls what is driven, with what is in the slot, and puts there what comes of it.
///
/// # Safety
///
/// `slot` is that of a poll which is running, and nothing else refers to it.
#[inline(always)]
unsafe fn poll_driven<T: Driven<Y>, Y>(
    delegate: Pin<&mut T>,
    slot: *mut StreamSlot<Y>,
) -> Poll<T::Return> {
    // SAFETY: this function's own contract.
    let task: NonNull<Waker> = unsafe { task_at(slot.cast()) };
    // SAFETY: the task's waker outlives the poll.
    let task = unsafe { task.as_ref() };
    // SAFETY: this function's own contract.
    let is_closing = unsafe { &*slot }.step.signal() == Signal::Closed;
    if is_closing {
        let closed = delegate.poll_close_step(task);
        // SAFETY: this function's own contract.
        let step = &mut unsafe { &mut *slot }.step;
        match closed {
            Poll::Pending => {}
            Poll::Ready(None) => step.put(Signal::Uncaught),
            Poll::Ready(Some(item)) => step.put_ignored(item),
        }
        return Poll::Pending;
    }
    let polled = delegate.poll_step(task);
    // SAFETY: this function's own contract.
    let step = &mut unsafe { &mut *slot }.step;
    match polled {
        Poll::Ready(Driving::Yielded(item)) => {
            step.put_item(item);
            Poll::Pending
        }
        Poll::Ready(Driving::Ended(returned)) => Poll::Ready(returned),
        Poll::Pending => Poll::Pending,
    }
}

/// Drives `T` until it ends.
pub struct DrivenDelegation<T, Y> {
    delegate: T,
    items: PhantomData<fn(Y) -> Y>,
}

impl<T, Y> DrivenDelegation<T, Y> {
    #[inline(always)]
    pub(crate) const fn new(delegate: T) -> Self {
        Self { delegate, items: PhantomData }
    }
}

impl<T: Driven<Y>, Y> Future for DrivenDelegation<T, Y> {
    type Output = T::Return;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T::Return> {
        let Some(slot) = slot_of::<Y>(context) else { panic_exchanged_context() };
        // SAFETY: the delegate is pinned where this is, and never moved.
        let delegate = unsafe { self.map_unchecked_mut(|this| &mut this.delegate) };
        // SAFETY: the slot was found just now (S2).
        unsafe { poll_driven(delegate, slot) }
    }
}

#[cfg(feature = "alloc")]
impl<T, Y> crate::stream::frame::Delegate<Y> for DrivenDelegation<T, Y>
where
    T: Driven<Y, Return = ()>,
{
    unsafe fn step(self: Pin<&mut Self>, slot: &mut StreamSlot<Y>) -> Poll<()> {
        // SAFETY: the delegate is pinned where this is, and never moved.
        let delegate = unsafe { self.map_unchecked_mut(|this| &mut this.delegate) };
        // SAFETY: the slot is that of a poll which is running, and lent to this call.
        unsafe { poll_driven(delegate, slot) }
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
        // SAFETY: the delegation is pinned where this is, and never moved.
        let delegation = unsafe { self.map_unchecked_mut(|this| &mut this.delegation) };
        if let Poll::Ready(returned) = delegation.poll(context) {
            return Poll::Ready(Ok(returned));
        }
        // As there, it must not unwind.
        let Some(slot) = slot_of::<Y>(context) else { return Poll::Pending };
        // SAFETY: the slot was found just now (S2).
        let slot = unsafe { &mut *slot };
        if slot.step.signal() != Signal::Uncaught {
            return Poll::Pending;
        }
        slot.step.put(Signal::Nothing);
        slot.told = true;
        Poll::Ready(Err(Interrupt::Closed))
    }
}

/// A stream that can be closed.
pub struct CloseDelegate<S>(pub(crate) S);

impl<S: CloseStream> Driven<S::Item> for CloseDelegate<S> {
    type Return = ();

    #[inline(always)]
    fn poll_step(self: Pin<&mut Self>, task: &Waker) -> Poll<Driving<S::Item, ()>> {
        // SAFETY: the stream is pinned where this is, and never moved.
        let stream = unsafe { self.map_unchecked_mut(|this| &mut this.0) };
        stream.poll_next(&mut Context::from_waker(task)).map(Driving::of_item)
    }

    fn poll_close_step(self: Pin<&mut Self>, task: &Waker) -> Poll<Option<S::Item>> {
        // SAFETY: the stream is pinned where this is, and never moved.
        let stream = unsafe { self.map_unchecked_mut(|this| &mut this.0) };
        let closed = stream.poll_close(&mut Context::from_waker(task));
        closed.map(|closed| closed.err().map(crate::error::CloseError::into_inner))
    }
}

impl<Y> Driving<Y, ()> {
    #[inline(always)]
    fn of_item(item: Option<Y>) -> Self {
        item.map_or(Self::Ended(()), Self::Yielded)
    }
}

/// Any other stream. To close it is to drop it.
pub struct StreamDelegate<S>(pub(crate) S);

impl<S: Stream> Driven<S::Item> for StreamDelegate<S> {
    type Return = ();

    #[inline(always)]
    fn poll_step(self: Pin<&mut Self>, task: &Waker) -> Poll<Driving<S::Item, ()>> {
        // SAFETY: the stream is pinned where this is, and never moved.
        let stream = unsafe { self.map_unchecked_mut(|this| &mut this.0) };
        stream.poll_next(&mut Context::from_waker(task)).map(Driving::of_item)
    }

    fn poll_close_step(self: Pin<&mut Self>, _: &Waker) -> Poll<Option<S::Item>> {
        Poll::Ready(None)
    }
}

/// A coroutine that is resumed without a value.
pub struct CoroutineDelegate<C>(pub(crate) C);

impl<C: Coroutine<Resume = ()>> Driven<C::Yield> for CoroutineDelegate<C> {
    type Return = C::Return;

    #[inline(always)]
    fn poll_step(self: Pin<&mut Self>, _: &Waker) -> Poll<Driving<C::Yield, C::Return>> {
        // SAFETY: the coroutine is only used by `&mut`: pinning it means nothing here.
        let coroutine = &mut unsafe { self.get_unchecked_mut() }.0;
        let state = match coroutine.status() {
            Status::Created => coroutine.start().ok(),
            Status::Suspended => coroutine.send(()).ok(),
            Status::Finished => None,
        };
        Poll::Ready(match state {
            Some(CoroutineState::Yielded(item)) => Driving::Yielded(item),
            Some(CoroutineState::Complete(returned)) => Driving::Ended(returned),
            None => Driving::Ended(crate::delegation::driven::take_stored_return(coroutine)),
        })
    }

    fn poll_close_step(self: Pin<&mut Self>, _: &Waker) -> Poll<Option<C::Yield>> {
        // SAFETY: the coroutine is only used by `&mut`: pinning it means nothing here.
        let coroutine = &mut unsafe { self.get_unchecked_mut() }.0;
        Poll::Ready(coroutine.close().err().map(crate::error::CloseError::into_inner))
    }
}

/// An iterator.
pub struct IteratorDelegate<I>(pub(crate) I);

impl<I: Iterator> Driven<I::Item> for IteratorDelegate<I> {
    type Return = ();

    #[inline(always)]
    fn poll_step(self: Pin<&mut Self>, _: &Waker) -> Poll<Driving<I::Item, ()>> {
        // SAFETY: the iterator is only used by `&mut`: pinning it means nothing here.
        let iterator = &mut unsafe { self.get_unchecked_mut() }.0;
        Poll::Ready(Driving::of_item(iterator.next()))
    }

    fn poll_close_step(self: Pin<&mut Self>, _: &Waker) -> Poll<Option<I::Item>> {
        Poll::Ready(None)
    }
}
