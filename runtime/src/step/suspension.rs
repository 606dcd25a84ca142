//! The futures that a body awaits at its own yields, and the slot pointer that they give it.

use core::future::Future;
use core::marker::PhantomData;
#[cfg(debug_assertions)]
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::state::Interrupt;
use crate::step::slot::Slot;
use crate::step::waker::{panic_foreign_await, slot_of};

/// The contract of an expansion with the function that makes a generator of its body.
///
/// An expansion creates the value apart from the body, so that no token of the body, which is the
/// user's, stands in an `unsafe` block.
pub struct Promise(());

impl Promise {
    /// Creates the value.
    ///
    /// # Safety
    ///
    /// The closure that is passed to the same call was produced by genfn's macros, so its body
    /// keeps to I2, I3, I4 and I7.
    #[inline(always)]
    #[must_use]
    pub const unsafe fn new() -> Self {
        Self(())
    }
}

/// The types that pass between a body and its caller: `Y` out of the body, `S` and `E` into it.
///
/// The type is invariant in all three. With any variance, a body could put an item of one lifetime
/// into a slot of another one.
pub struct Protocol<Y, S, E>(PhantomData<fn(Y, S, E) -> (Y, S, E)>);

impl<Y, S, E> Clone for Protocol<Y, S, E> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y, S, E> Copy for Protocol<Y, S, E> {}

impl<Y, S, E> Protocol<Y, S, E> {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }

    /// Returns the future that a body awaits first. It is ready at once, with a pointer to the slot
    /// of the first step and with the arguments of the generator.
    ///
    /// # Safety
    ///
    /// The body of the generator that this value was made for awaits the future first, and no other
    /// body awaits it (I2). `arguments` have the type of the arguments of that generator. The body
    /// replaces the pointer with the one that each later suspension gives (I3).
    #[inline(always)]
    #[must_use]
    pub unsafe fn first_poll<A>(self, _arguments: &A) -> FirstPoll<Y, S, E, A> {
        FirstPoll(self, PhantomData)
    }
}

/// The future of [`Protocol::first_poll`].
///
/// It is zero-sized, and carries the type of the arguments, `A`, into the `async` block.
pub struct FirstPoll<Y, S, E, A>(Protocol<Y, S, E>, PhantomData<fn() -> A>);

impl<Y, S, E, A> Future for FirstPoll<Y, S, E, A> {
    type Output = (SlotPointer<Y, S, E>, A);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut pointer = SlotPointer(context.waker().data().cast_mut().cast());
        // SAFETY: I2, the first step of the generator polls this, its slot has the arguments, and
        // they are of the type `A`. The body has not awaited anything else, so the waker is the
        // step's (I1).
        let arguments = unsafe { pointer.slot().take_arguments() };
        Poll::Ready((pointer, arguments))
    }
}

/// A pointer to the slot of the step that is running, for the body.
///
/// A body keeps the pointer in one variable. Each suspension consumes the pointer and gives a new
/// one (I3). So the pointer takes no room in a suspended body, and does not keep the body from
/// being `Send`.
///
/// The type is not `Copy`. A yield that stands in the arguments of another macro could otherwise
/// give that macro a copy, which outlives the step.
pub struct SlotPointer<Y, S, E>(*mut Slot<Y, S, E>);

impl<Y, S, E> SlotPointer<Y, S, E> {
    /// Returns the pointer to the slot of the step that polls with `context`.
    ///
    /// # Safety
    ///
    /// The caller is a future which the body of a generator awaits that passes `Y`, `S` and `E`
    /// (I4).
    ///
    /// # Panics
    ///
    /// Panics if the waker belongs to no step: a foreign future that the body awaits, through a
    /// macro that expands to `.await`, can exchange the waker.
    #[inline(always)]
    pub(crate) unsafe fn of(context: &Context<'_>) -> Self {
        // SAFETY: I4, the caller is such a future.
        match unsafe { Self::of_step(context) } {
            Some(pointer) => pointer,
            None => panic_foreign_await(),
        }
    }

    /// Returns the pointer to the slot of the step that polls with `context`, or `None` if the
    /// waker belongs to no step. It does not panic.
    ///
    /// # Safety
    ///
    /// As for [`of`](Self::of).
    #[inline(always)]
    pub(crate) unsafe fn of_step(context: &Context<'_>) -> Option<Self> {
        slot_of(context.waker()).map(|slot| Self(slot.cast()))
    }

    /// Returns the slot.
    #[inline(always)]
    pub(crate) fn slot(&mut self) -> &mut Slot<Y, S, E> {
        // SAFETY: I3, the step that the pointer belongs to is running. I1, so the slot is alive,
        // and only the body uses it, which has this one pointer.
        unsafe { &mut *self.0 }
    }

    /// Puts `item` into the slot.
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    fn put_item(mut self, item: Y) {
        let slot = self.slot();
        slot.put_item(item);
        #[cfg(debug_assertions)]
        slot.set_yielded_at(Location::caller());
    }
}

/// The yields of a body. Each method has the name of its macro.
///
/// The methods take the pointer by value. So method lookup finds them before the method of any
/// trait, and no trait of the user's gets hold of the pointer.
impl<Y, S, E> SlotPointer<Y, S, E> {
    /// `yield_!(item)`: gives `item` to the caller and suspends the generator; its value is what
    /// the caller sends. An error thrown in, or a close, ends the body here.
    ///
    /// # Safety
    ///
    /// The body that the pointer was given to awaits the future at once (I4).
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub unsafe fn yield_(self, item: Y) -> Suspension<Y, S, E> {
        self.put_item(item);
        Suspension(Protocol::new())
    }

    /// `try_yield!(item)`: gives `item` to the caller and suspends the generator; its value is
    /// what the caller sends, or an [`Interrupt`] if the caller throws or closes.
    ///
    /// # Safety
    ///
    /// The body that the pointer was given to awaits the future at once (I4).
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub unsafe fn try_yield(self, item: Y) -> TrySuspension<Y, S, E> {
        self.put_item(item);
        TrySuspension(Protocol::new())
    }
}

/// The permission to push one delegate, which returns an `R`, on the stack of the step that is
/// running.
///
/// `Coroutine::__push` takes it. The type has no name outside of this crate, so no implementation
/// of `Coroutine` in another crate can define `__push` itself.
#[cfg(feature = "alloc")]
pub struct PushPermit<Y, S, E, R> {
    pub(crate) pointer: SlotPointer<Y, S, E>,
    returns: PhantomData<fn(R) -> R>,
}

#[cfg(feature = "alloc")]
impl<Y, S, E, R> PushPermit<Y, S, E, R> {
    /// Creates the permission.
    ///
    /// # Safety
    ///
    /// The body that `pointer` was given to delegates. After the push, it awaits the `Delegation`
    /// of a coroutine that returns `R` at once, and drops nothing before (I7).
    #[inline(always)]
    pub(crate) unsafe fn new(pointer: SlotPointer<Y, S, E>) -> Self {
        Self { pointer, returns: PhantomData }
    }
}

/// Suspends a body until the caller sends a value.
///
/// The future has no state of its own, since the slot tells whether the body is resumed. In the
/// poll that suspends the body, the slot holds the item. In the poll that resumes it, the slot
/// holds the input. The future leaves an error, or a request to close, in the slot and stays
/// pending. This tells the step that the body does not catch it.
pub struct Suspension<Y, S, E>(Protocol<Y, S, E>);

impl<Y, S, E> Future for Suspension<Y, S, E> {
    type Output = (SlotPointer<Y, S, E>, S);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: I4, a body of these types awaits this.
        let mut pointer = unsafe { SlotPointer::<Y, S, E>::of(context) };
        match pointer.slot().take_sent() {
            Some(value) => Poll::Ready((pointer, value)),
            None => Poll::Pending,
        }
    }
}

/// Suspends a body until the caller sends a value, throws an error, or closes the generator.
pub struct TrySuspension<Y, S, E>(Protocol<Y, S, E>);

impl<Y, S, E> Future for TrySuspension<Y, S, E> {
    type Output = (SlotPointer<Y, S, E>, Result<S, Interrupt<E>>);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: I4, a body of these types awaits this.
        let mut pointer = unsafe { SlotPointer::<Y, S, E>::of(context) };
        if let Some(value) = pointer.slot().take_sent() {
            return Poll::Ready((pointer, Ok(value)));
        }
        match pointer.slot().take_interrupt() {
            Some(interrupt) => Poll::Ready((pointer, Err(interrupt))),
            None => Poll::Pending,
        }
    }
}
