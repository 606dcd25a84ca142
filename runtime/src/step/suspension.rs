//! The futures that a body waits with at its own yields, and the pointer that they give it.

use core::future::Future;
use core::marker::PhantomData;
#[cfg(debug_assertions)]
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::state::Interrupt;
use crate::step::slot::Slot;
use crate::step::waker::{panic_foreign_await, slot_of};

/// The promise about a body which the function that makes a machine of it asks for.
///
/// It is given before the body, as a value of its own, so that no token of the body, which is the
/// user's, has to stand in an `unsafe` block.
pub struct Promise(());

impl Promise {
    /// Makes the promise.
    ///
    /// # Safety
    ///
    /// The body that is given along with it is one for which the function that is given both says
    /// what it says it is promised.
    #[inline(always)]
    #[must_use]
    pub const unsafe fn new() -> Self {
        Self(())
    }
}

/// Stands for the types that a generator's body passes: `Y` out, `S` and `E` in.
///
/// Invariant in all three: with any variance a body could put an item of one lifetime into a slot
/// of another.
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

    /// A future that is ready at once, finds the slot of the first step and takes the arguments.
    ///
    /// # Safety
    ///
    /// It has to be what the body of the generator that this token was made for does first, and
    /// be awaited by no other future. `arguments` are of the type of those of that generator. The
    /// slot has to be replaced by what each later suspension gives.
    #[inline(always)]
    #[must_use]
    pub unsafe fn first_poll<A>(self, _arguments: &A) -> FirstPoll<Y, S, E, A> {
        FirstPoll(self, PhantomData)
    }
}

/// The future of [`Protocol::first_poll`].
///
/// It names the type of the arguments, `A`, for the body is written before they are handed to it.
pub struct FirstPoll<Y, S, E, A>(Protocol<Y, S, E>, PhantomData<fn() -> A>);

impl<Y, S, E, A> Future for FirstPoll<Y, S, E, A> {
    type Output = (SlotPointer<Y, S, E>, A);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::of_first(context);
        // SAFETY: this is the first step of the generator (`Protocol::first_poll`).
        let arguments = unsafe { pointer.take_arguments() };
        Poll::Ready((pointer, arguments))
    }
}

/// The slot of the step that is running, as the body knows it.
///
/// A body keeps it in one variable, assigned anew by every suspension, so that it is never held
/// across one: it has no room in the suspended state and takes no part in what is `Send`.
///
/// It is not `Copy`: a yield uses it up. A macro that gets hold of the variable, because a yield
/// stands in its arguments, cannot put back one of the same body that is out of date.
pub struct SlotPointer<Y, S, E>(*mut Slot<Y, S, E>);

impl<Y, S, E> SlotPointer<Y, S, E> {
    /// That of the step which polls with `context`, if it is a step of this generator.
    ///
    /// It is a panic if there is another waker in the context: a foreign future that some macro
    /// makes the body wait for can put one there.
    #[inline(always)]
    pub(crate) fn of(context: &Context<'_>) -> Self {
        match Self::of_step(context) {
            Some(pointer) => pointer,
            None => panic_foreign_await(),
        }
    }

    /// As [`of`](Self::of), and `None` in place of the panic, for what must not unwind.
    #[inline(always)]
    pub(crate) fn of_step(context: &Context<'_>) -> Option<Self> {
        slot_of(context.waker()).map(|slot| Self(slot.cast()))
    }

    /// That of the first step, which polls with `context`. The body has waited for nothing before,
    /// so the waker is that of the step.
    #[inline(always)]
    pub(crate) fn of_first(context: &Context<'_>) -> Self {
        Self(context.waker().data().cast_mut().cast())
    }

    /// The slot.
    ///
    /// # Safety
    ///
    /// This pointer is that of the step which is running, and nothing else refers to its slot
    /// while the reference is used.
    #[inline(always)]
    pub(crate) unsafe fn slot<'a>(&self) -> &'a mut Slot<Y, S, E> {
        // SAFETY: the step which is running keeps its slot alive.
        unsafe { &mut *self.0 }
    }

    /// Takes the arguments of the generator.
    ///
    /// # Safety
    ///
    /// This pointer is that of the generator's first step, they are of the type `A`, and nobody took
    /// them before.
    #[inline(always)]
    pub(crate) unsafe fn take_arguments<A>(&self) -> A {
        // SAFETY: this function's own contract.
        let slot = unsafe { self.slot() };
        // SAFETY: a first step hands the arguments over.
        let arguments = unsafe { slot.arguments() };
        // SAFETY: and leaves them to the body.
        unsafe { arguments.cast::<A>().read() }
    }

    /// Puts `item` into the slot.
    ///
    /// # Safety
    ///
    /// This pointer is that of the step which is running.
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub(crate) unsafe fn put_item(self, item: Y) {
        // SAFETY: this function's own contract.
        let slot = unsafe { self.slot() };
        slot.put_item(item);
        #[cfg(debug_assertions)]
        {
            slot.set_yielded_at(Location::caller());
        }
    }
}

/// The ways out of a body. Each is named as its macro is.
///
/// They take the pointer by value, so that method lookup finds them before the method of any
/// trait: no trait of the user's gets hold of the pointer.
impl<Y, S, E> SlotPointer<Y, S, E> {
    /// `yield_!(item)`: gives `item` to the caller and suspends the generator; its value is what
    /// the caller sends. An error thrown in, or a close, ends the body here.
    ///
    /// # Safety
    ///
    /// This pointer is that of the step which is running, and the future has to be awaited at
    /// once by the body that the pointer was given to.
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub unsafe fn yield_(self, item: Y) -> Suspension<Y, S, E> {
        // SAFETY: this function's own contract.
        unsafe { self.put_item(item) };
        Suspension(Protocol(PhantomData))
    }

    /// `try_yield!(item)`: gives `item` to the caller and suspends the generator; its value is
    /// what the caller sends, or an [`Interrupt`] if the caller throws or closes.
    ///
    /// # Safety
    ///
    /// As for [`yield_`](Self::yield_).
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub unsafe fn try_yield(self, item: Y) -> TrySuspension<Y, S, E> {
        // SAFETY: this function's own contract.
        unsafe { self.put_item(item) };
        TrySuspension(Protocol(PhantomData))
    }
}

/// Suspends a body until a value is sent.
///
/// It keeps no flag: the slot says whether the body has been resumed. On the poll that suspends,
/// the slot holds the item; on the poll that resumes, what was passed in. An error or a close it
/// leaves where it is and stays pending, which tells the step that nothing here catches it.
pub struct Suspension<Y, S, E>(Protocol<Y, S, E>);

impl<Y, S, E> Future for Suspension<Y, S, E> {
    type Output = (SlotPointer<Y, S, E>, S);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::<Y, S, E>::of(context);
        // SAFETY: a suspension is only awaited by the body of a generator, and a generator polls
        // its body with a slot of the body's types (`Protocol::first_poll`, `SlotPointer::yield_`).
        match unsafe { pointer.slot() }.take_sent() {
            Some(value) => Poll::Ready((pointer, value)),
            None => Poll::Pending,
        }
    }
}

/// Suspends a body until a value is sent, an error thrown, or a close asked for.
pub struct TrySuspension<Y, S, E>(Protocol<Y, S, E>);

impl<Y, S, E> Future for TrySuspension<Y, S, E> {
    type Output = (SlotPointer<Y, S, E>, Result<S, Interrupt<E>>);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::<Y, S, E>::of(context);
        // SAFETY: as in `Suspension`.
        let slot = unsafe { pointer.slot() };
        if let Some(value) = slot.take_sent() {
            return Poll::Ready((pointer, Ok(value)));
        }
        match slot.take_interrupt() {
            Some(interrupt) => Poll::Ready((pointer, Err(interrupt))),
            None => Poll::Pending,
        }
    }
}
