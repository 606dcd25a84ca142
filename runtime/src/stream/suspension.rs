//! What a body does with its stream: the ways to its slot, and the futures that it suspends with.

use core::convert::Infallible;
use core::future::Future;
use core::marker::PhantomData;
#[cfg(debug_assertions)]
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::state::Interrupt;
use crate::step::slot::Signal;
use crate::stream::slot::StreamSlot;
use crate::stream::waker::{panic_exchanged_context, slot_in};

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
        let slot = context.waker().data().cast_mut().cast::<StreamSlot<Y>>();
        // SAFETY: this is the first thing that a body does, so that its context is as the stream made it
        // (S1), and nobody refers to the slot.
        let slot = unsafe { &mut *slot };
        // SAFETY: the first poll of a body hands the arguments over. They are those of this stream (S1),
        // and are left to the body.
        Poll::Ready(unsafe { slot.step.take_arguments() })
    }
}

/// The future of [`StreamProtocol::find_slot_of_the_generator`].
pub struct FindSlot<Y, D>(PhantomData<fn(Y, D) -> (Y, D)>);

impl<Y, D> Future for FindSlot<Y, D> {
    type Output = StreamSlotPointer<Y, D>;

    /// # Panics
    ///
    /// If some future has put another waker into the context.
    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(slot) = slot_of::<Y>(context) else { panic_exchanged_context() };
        // SAFETY: the slot was found just now (S2).
        unsafe { &mut *slot }.found = true;
        Poll::Ready(StreamSlotPointer(slot, PhantomData))
    }
}

/// The slot of the poll which runs with `context`; `None` if another waker is in there.
#[inline(always)]
pub(crate) fn slot_of<Y>(context: &Context<'_>) -> Option<*mut StreamSlot<Y>> {
    slot_in(context).map(|slot| slot.as_ptr().cast())
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
        // SAFETY: the slot is alive: no body is suspended with the pointer, and a body that is to be is
        // dropped by the poll (S2). Nothing refers to the slot now.
        unsafe { &mut *self.0 }.found = false;
    }
}

impl<Y, D> StreamSlotPointer<Y, D> {
    /// The slot.
    ///
    /// # Safety
    ///
    /// S2 holds for this pointer, and nothing else refers to its slot while the reference is used.
    #[inline(always)]
    pub(crate) unsafe fn slot<'a>(&self) -> &'a mut StreamSlot<Y> {
        // SAFETY: the slot of a poll is alive while the poll runs (S3), and is of the body's items (S1,
        // S4).
        unsafe { &mut *self.0 }
    }

    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    fn put(self, item: Y) {
        // SAFETY: the body has awaited nothing since it found the slot (S2), and holds no reference to it.
        let slot = unsafe { self.slot() };
        slot.step.put_item(item);
        #[cfg(debug_assertions)]
        slot.step.set_yielded_at(Location::caller());
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

/// Suspends a body until its stream is polled for the next item.
///
/// It keeps no flag: the slot holds the item in the poll that suspends, and another signal in the one
/// that resumes.
pub struct Suspension<Y, D>(PhantomData<fn(Y, D) -> (Y, D)>);

impl<Y, D> Future for Suspension<Y, D> {
    type Output = ();

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(slot) = slot_of::<Y>(context) else { panic_exchanged_context() };
        // SAFETY: the slot was found just now (S2).
        let step = &mut unsafe { &mut *slot }.step;
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
        let Some(slot) = slot_of::<Y>(context) else { panic_exchanged_context() };
        // SAFETY: the slot was found just now (S2).
        let slot = unsafe { &mut *slot };
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
