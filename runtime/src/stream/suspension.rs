//! What a body does with its stream: the ways to its slot, and the futures that it suspends with.
//!
//! ```text
//! // in                   // out
//! future.await            wait(future).await
//! ```
//!
//! A future keeps a clone of the waker that it is polled with, and compares it at the next poll
//! (`Waker::will_wake`). A clone of the proxy is the task's and never equal to the proxy, so that each
//! pending poll would clone once more; and some executors know their own wakers only. So an `.await`
//! polls with the task's waker. One that a macro writes is not seen, and polls with the proxy: it works
//! all the same.

use core::convert::Infallible;
use core::future::{Future, IntoFuture};
use core::marker::PhantomData;
#[cfg(debug_assertions)]
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::state::Interrupt;
use crate::step::slot::Signal;
use crate::stream::poll::{StreamSlot, panic_exchanged_context, poll_for_task, slot_in};

/// Stands for the items that the body of a stream yields, and for how the stream is driven.
///
/// Invariant in `Y`: with any variance a body could put an item of one lifetime into a slot of another.
pub struct StreamProtocol<Y, D>(PhantomData<fn(Y, D) -> (Y, D)>);

impl<Y, D> Clone for StreamProtocol<Y, D> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y, D> Copy for StreamProtocol<Y, D> {}

/// The methods take the protocol by value, so that method lookup finds them before the method of any
/// trait of the user's.
impl<Y, D> StreamProtocol<Y, D> {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }

    /// A future that is ready at once and takes the arguments. It is what a body does first.
    #[inline(always)]
    #[must_use]
    pub fn first_poll_of_the_generator<A>(self, _arguments: &A) -> FirstPoll<Y, A> {
        FirstPoll(PhantomData)
    }

    /// A future that is ready at once and finds the slot of the poll that runs.
    ///
    /// A body asks for the slot at each yield. It keeps it across no `.await`, for a macro may hide one:
    /// the next poll has another slot.
    #[inline(always)]
    #[must_use]
    pub fn find_slot_of_the_generator(self) -> FindSlot<Y, D> {
        FindSlot(PhantomData)
    }
}

/// The future of [`StreamProtocol::first_poll_of_the_generator`].
///
/// It names the type of the arguments, `A`, for the body is written before they are handed to it.
pub struct FirstPoll<Y, A>(PhantomData<fn(Y) -> (Y, A)>);

impl<Y, A> Future for FirstPoll<Y, A> {
    type Output = A;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<A> {
        let slot = context.waker().data().cast::<StreamSlot<Y>>();
        // SAFETY: S1, this is the first thing that a body does, so its context is as the stream made it,
        // and nothing else refers to the slot. The first poll of a body hands over the arguments, which
        // are those of this stream, and leaves them to the body.
        Poll::Ready(unsafe { (*slot).step.take_arguments() })
    }
}

/// The slot of the poll that runs with `context`; `None` if another waker is in there.
///
/// # Safety
///
/// S1, `context` is that of a body whose items are `Y`. The reference is not used once the body
/// suspends or finds the slot again (S2).
#[inline(always)]
pub(crate) unsafe fn slot_of<'a, Y>(context: &Context<'_>) -> Option<&'a mut StreamSlot<Y>> {
    // SAFETY: S3, S4, the slot is alive and that of the body. The caller guarantees the rest.
    slot_in(context).map(|slot| unsafe { &mut *slot.cast() })
}

/// As [`slot_of`], for a future that a body only awaits where a panic is no harm.
///
/// # Safety
///
/// As for [`slot_of`].
///
/// # Panics
///
/// If some future has put another waker into the context.
#[inline(always)]
pub(crate) unsafe fn slot_or_panic<'a, Y>(context: &Context<'_>) -> &'a mut StreamSlot<Y> {
    // SAFETY: the caller guarantees it.
    unsafe { slot_of(context) }.unwrap_or_else(|| panic_exchanged_context())
}

/// The future of [`StreamProtocol::find_slot_of_the_generator`].
pub struct FindSlot<Y, D>(PhantomData<fn(Y, D) -> (Y, D)>);

impl<Y, D> Future for FindSlot<Y, D> {
    type Output = StreamSlotPointer<Y, D>;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: S1, only the stream's own body awaits this. S2, the pointer sees to it.
        let slot = unsafe { slot_or_panic::<Y>(context) };
        slot.found = true;
        Poll::Ready(StreamSlotPointer(slot, PhantomData))
    }
}

/// The slot of the poll that runs, as the body knows it for a moment. A yield uses it up.
///
/// The flag `found` of the slot is set as long as the pointer exists. A body can be suspended with the
/// pointer only where the compiler awaits something by itself: nightly's `async_drop` awaits the
/// destructor of a value in the yield's argument. The poll finds the flag then, drops the body, and
/// panics. The slot is still alive there, so the destructor of the pointer may use it.
pub struct StreamSlotPointer<Y, D>(*mut StreamSlot<Y>, PhantomData<fn(D) -> D>);

impl<Y, D> Drop for StreamSlotPointer<Y, D> {
    #[inline(always)]
    fn drop(&mut self) {
        self.slot().found = false;
    }
}

impl<Y, D> StreamSlotPointer<Y, D> {
    /// The slot.
    #[inline(always)]
    pub(crate) fn slot(&mut self) -> &mut StreamSlot<Y> {
        // SAFETY: S2 and S3, the slot is alive: no body is suspended with the pointer, and a body that is
        // to be is dropped by the poll. S1, nothing else refers to the slot while its body runs.
        unsafe { &mut *self.0 }
    }

    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    fn put(mut self, item: Y) {
        let step = &mut self.slot().step;
        step.put_item(item);
        #[cfg(debug_assertions)]
        step.set_yielded_at(Location::caller());
    }

    /// `yield_!(item)`: gives `item` to the consumer and suspends the stream. A close ends the body
    /// here.
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    #[must_use]
    pub fn yield_of_the_generator(self, item: Y) -> Suspension<Y, D> {
        self.put(item);
        Suspension(PhantomData)
    }

    /// `try_yield!(item)`: gives `item` to the consumer and suspends the stream; its value is an error
    /// if the consumer closes the stream.
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    #[must_use]
    pub fn try_yield_of_the_generator(self, item: Y) -> TrySuspension<Y, D> {
        self.put(item);
        TrySuspension(PhantomData)
    }
}

/// The slot of a body that awaits a delegation next, so that a delegate may be pushed (S6).
pub struct PushPermit<Y, D>(
    #[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "nothing is pushed"))]
    pub(crate) StreamSlotPointer<Y, D>,
);

impl<Y, D> PushPermit<Y, D> {
    /// # Safety
    ///
    /// The body awaits the delegation for the delegate that is pushed with the permit next.
    #[inline(always)]
    pub(crate) const unsafe fn new(pointer: StreamSlotPointer<Y, D>) -> Self {
        Self(pointer)
    }
}

/// Suspends a body until its stream is polled for the next item.
///
/// It keeps no flag: the slot holds the item in the poll that suspends, and another signal in the one
/// that resumes.
pub struct Suspension<Y, D>(PhantomData<fn(Y, D) -> (Y, D)>);

impl<Y, D> Future for Suspension<Y, D> {
    type Output = ();

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // SAFETY: S1, only the stream's own body awaits this. S2, the reference ends here.
        let step = &mut unsafe { slot_or_panic::<Y>(context) }.step;
        if let Some(()) = step.take_sent() {
            return Poll::Ready(());
        }
        // The stream asks what has become of the close: this is a yield, and nothing here catches it.
        if step.signal() == Signal::Closed {
            step.put(Signal::Uncaught);
        }
        Poll::Pending
    }
}

/// Suspends a body until its stream is polled for the next item or closed.
pub struct TrySuspension<Y, D>(PhantomData<fn(Y, D) -> (Y, D)>);

impl<Y, D> Future for TrySuspension<Y, D> {
    type Output = Result<(), Interrupt<Infallible>>;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: S1, only the stream's own body awaits this. S2, the reference ends here.
        let slot = unsafe { slot_or_panic::<Y>(context) };
        if let Some(()) = slot.step.take_sent() {
            return Poll::Ready(Ok(()));
        }
        match slot.step.take_interrupt() {
            Some(interrupt) => {
                slot.told = true;
                Poll::Ready(Err(interrupt))
            }
            None => Poll::Pending,
        }
    }
}

/// Has a type without a name, which no message suggests in a bound.
pub const fn unnamed() {}

/// What is awaited in the body of a stream. Its method gives the future that the body waits with.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Awaited<F>(pub F);

impl<F: IntoFuture> Awaited<F> {
    /// Waits for the future with the waker of the task that polls the stream.
    #[inline(always)]
    pub fn future_of_the_generator(self) -> Wait<F::IntoFuture> {
        Wait(self.0.into_future())
    }
}

/// Is in scope where a stream awaits. Method lookup finds this method where the one above does not apply.
pub trait NoFuture<F>: Sized {
    /// Rejects what is awaited. The type of the result is an unknown one then, and rustc says nothing more
    /// of it. `U` is unknown as well: so rustc does not suggest the trait as a bound of a type parameter.
    fn future_of_the_generator<U>(self) -> F::Wait
    where
        F: CanBeAwaited<U>,
    {
        unreachable!("it is implemented for no type")
    }
}

impl<F> NoFuture<F> for Awaited<F> {}

/// Implemented for no type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no future, and only a future can be awaited",
    label = "`{Self}` is no future",
    note = "leave `.await` out, or await what gives a future: an `async fn` does, once it is called; a type \
            parameter is one by a bound, `F: Future<Output = ..>`"
)]
pub trait CanBeAwaited<U> {
    /// What the body would wait with.
    type Wait;
}

/// A future that polls `F` with the waker of the task.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Wait<F>(F);

impl<F: Future> Future for Wait<F> {
    type Output = F::Output;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: S6, the only field is pinned where this is, and never moved.
        poll_for_task(unsafe { self.map_unchecked_mut(|this| &mut this.0) }, context)
    }
}
