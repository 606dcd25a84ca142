//! The yields of a generator expression, which `fold` does not suspend.
//!
//! ```text
//! next   poll(body)      the item goes into the slot, the body suspends, the step takes the item
//! fold   poll(body)      the item goes into the slot, the fold is called with it, the body goes on
//! ```
//!
//! So a `fold`, and what is built on it (`sum`, `count`, `for_each`, ..), runs the loops of the
//! expression as they stand there, as that of an adapter does. The body has to hold both ways, which
//! makes it larger. What is written as a function may be consumed in many places and is better off
//! small; an expression has its one place.

use core::convert::Infallible;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::generators::machine::HeapGenerator;
use crate::generators::size_hint::Unknown;
use crate::step::drive::Driver;
use crate::step::slot::Slot;
use crate::step::suspension::{Promise, Protocol, SlotPointer};
use crate::step::waker::{consuming_waker, panic_foreign_await};

/// The body of a generator expression has no delegates.
pub struct Expression;

impl Driver for Expression {
    const NONE: Self = Self;
    const MAY_BE_RUNNING: bool = false;
    const CAN_BE_CONSUMED: bool = true;
}

/// A generator that runs the body which `start` makes.
///
/// It is promised that the body which `start` makes uses the token that it is given as
/// [`Protocol::first_poll_of_expression`] asks, and takes the arguments there that `start` gives.
#[inline(always)]
pub fn expression<F, A, Body, Y>(
    promise: Promise,
    start: F,
) -> HeapGenerator<F, Body, Y, (), Infallible, Unknown, Expression>
where
    F: FnOnce(Protocol<Y, (), Infallible>) -> (Body, A),
    Body: Future,
{
    HeapGenerator::new(promise, start)
}

impl<Y> Protocol<Y, (), Infallible> {
    /// [`first_poll`](Self::first_poll) for a body whose yields can be consumed.
    ///
    /// # Safety
    ///
    /// As for [`first_poll`](Self::first_poll), and the body is that of an [`expression`].
    #[inline(always)]
    #[must_use]
    pub unsafe fn first_poll_of_expression<A>(self, _arguments: &A) -> FirstPollOfExpression<Y, A> {
        FirstPollOfExpression(self, PhantomData)
    }
}

/// The future of [`Protocol::first_poll_of_expression`].
pub struct FirstPollOfExpression<Y, A>(Protocol<Y, (), Infallible>, PhantomData<fn() -> A>);

impl<Y, A> Future for FirstPollOfExpression<Y, A> {
    type Output = (ExpressionPointer<Y>, A);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::of_first(context);
        // SAFETY: this is the first step of the generator (`Protocol::first_poll_of_expression`).
        let arguments = unsafe { pointer.take_arguments() };
        Poll::Ready((ExpressionPointer(pointer), arguments))
    }
}

/// The slot of the step that is running, as the body of a generator expression knows it.
pub struct ExpressionPointer<Y>(SlotPointer<Y, (), Infallible>);

impl<Y> ExpressionPointer<Y> {
    /// `yield_!(item)`: gives `item` to the caller and suspends the generator, or to the fold that
    /// the generator is in.
    ///
    /// # Safety
    ///
    /// As for [`SlotPointer::yield_`].
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub unsafe fn yield_(self, item: Y) -> ExpressionSuspension<Y> {
        // SAFETY: this function's own contract.
        unsafe { self.0.put_item(item) };
        ExpressionSuspension(Protocol::new())
    }
}

/// Suspends the body of a generator expression until the next step, or gives its item to a fold.
pub struct ExpressionSuspension<Y>(Protocol<Y, (), Infallible>);

impl<Y> Future for ExpressionSuspension<Y> {
    type Output = (ExpressionPointer<Y>, ());

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (pointer, consumed) = SlotPointer::<Y, (), Infallible>::of_step_or_fold(context);
        // SAFETY: a suspension is only awaited by the body of a generator, and a generator polls
        // its body with a slot of the body's types (`Protocol::first_poll`, `ExpressionPointer::yield_`).
        let slot = unsafe { pointer.slot() };
        let pointer = ExpressionPointer(pointer);
        if !consumed {
            return slot.take_sent().map_or(Poll::Pending, |()| Poll::Ready((pointer, ())));
        }
        // SAFETY: a fold polls with such a waker and sets what consumes before it does so.
        let (consume, fold) = unsafe { slot.consumer() };
        let Some(item) = slot.take_item() else { return Poll::Pending };
        // SAFETY: the fold is there until the body has been polled, and what it does with the item
        // does not refer to the slot.
        unsafe { consume(fold, item) };
        Poll::Ready((pointer, ()))
    }
}

impl<Y, S, E> Slot<Y, S, E> {
    /// Runs `body`, which was not polled before, to its end, and gives each of its items to `fold`.
    ///
    /// # Safety
    ///
    /// As for [`poll`](Self::poll), and `body` is that of an [`Expression`].
    #[inline(always)]
    pub(crate) unsafe fn consume<Body: Future, Fold: FnMut(Y)>(
        &mut self,
        body: Pin<&mut Body>,
        mut fold: Fold,
    ) -> Body::Output {
        /// # Safety
        ///
        /// `fold` points to an `F` that nothing else refers to.
        #[inline(always)]
        unsafe fn call<Y, F: FnMut(Y)>(fold: *mut (), item: Y) {
            // SAFETY: this function's own contract.
            let fold = unsafe { &mut *fold.cast::<F>() };
            fold(item);
        }

        self.set_consumer(call::<Y, Fold>, (&raw mut fold).cast());
        let waker = consuming_waker(self);
        match body.poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(returned) => returned,
            Poll::Pending => panic_foreign_await(),
        }
    }
}
