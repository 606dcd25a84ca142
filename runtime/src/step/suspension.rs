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

/// The types that a generator's body passes, `Y` out, `S` and `E` in, and how its machine drives it, `D`.
///
/// A machine gives one to the closure that makes its body. No other value of this type exists, so a
/// body can only come to a step's slot through the machine that polls the body.
///
/// Invariant in all of them: with any variance a body could put an item of one lifetime into a slot
/// of another.
pub struct Protocol<Y, S, E, D>(PhantomData<fn(Y, S, E, D) -> (Y, S, E, D)>);

impl<Y, S, E, D> Protocol<Y, S, E, D> {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }

    /// A future that is ready at once, finds the slot of the first step and takes the arguments.
    ///
    /// It is what the body waits for first, and `arguments` are those that the closure returns beside
    /// the body: both are part of what a maker of machines is promised.
    #[inline(always)]
    #[must_use]
    pub fn first_poll_of_the_generator<A>(self, _arguments: &A) -> FirstPoll<Y, S, E, D, A> {
        FirstPoll(self, PhantomData)
    }
}

/// The type that each yield's value is coerced to.
pub struct ItemType<Y>(PhantomData<fn(Y) -> Y>);

impl<Y> Clone for ItemType<Y> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y> Copy for ItemType<Y> {}

impl<Y> ItemType<Y> {
    /// The type `Y`.
    #[expect(clippy::new_without_default, reason = "it is named by the macros alone")]
    #[inline(always)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// An item, where nothing runs: it tells rustc the type of a variable.
    #[cold]
    #[must_use]
    pub fn never_of_the_generator(self) -> Y {
        unreachable!("it stands behind `if false`")
    }
}

/// The future of [`Protocol::first_poll_of_the_generator`].
///
/// It names the type of the arguments, `A`, for the body is written before they are handed to it.
pub struct FirstPoll<Y, S, E, D, A>(Protocol<Y, S, E, D>, PhantomData<fn() -> A>);

impl<Y, S, E, D, A> Future for FirstPoll<Y, S, E, D, A> {
    type Output = (SlotPointer<Y, S, E, D>, A);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::of_first(context);
        // SAFETY: a maker of machines was promised that the body waits for this first, and for
        // nothing before: this is the first step of the generator, which hands its arguments over.
        let arguments = unsafe { pointer.take_arguments() };
        Poll::Ready((pointer, arguments))
    }
}

/// The slot of the step that is running, as the body knows it.
///
/// A body keeps it in one variable, assigned anew by every suspension, so that it is never held
/// across one: it has no room in the suspended state and takes no part in what is `Send`.
///
/// It is not `Copy`: a yield uses it up. The variable has a name that nobody but the expansion can say,
/// and the type has none outside of this crate. So the pointer is always the one of the step that is
/// running, and its methods are safe.
pub struct SlotPointer<Y, S, E, D>(*mut Slot<Y, S, E>, PhantomData<fn(D) -> D>);

impl<Y, S, E, D> SlotPointer<Y, S, E, D> {
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
        slot_of(context.waker()).map(|slot| Self(slot.cast(), PhantomData))
    }

    /// That of the first step, which polls with `context`. The body has waited for nothing before,
    /// so the waker is that of the step.
    #[inline(always)]
    pub(crate) fn of_first(context: &Context<'_>) -> Self {
        Self(context.waker().data().cast_mut().cast(), PhantomData)
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

/// The ways out of a body. Each is named after its macro.
///
/// They take the pointer by value, so that method lookup finds them before the method of any
/// trait: no trait of the user's gets hold of the pointer.
impl<Y, S, E, D> SlotPointer<Y, S, E, D> {
    /// `yield_!(item)`: gives `item` to the caller and suspends the generator; its value is what
    /// the caller sends. An error thrown in, or a close, ends the body here.
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn yield_of_the_generator(self, item: Y) -> Suspension<Y, S, E, D> {
        // SAFETY: a body has only the pointer of the step which is running (`SlotPointer`).
        unsafe { self.put_item(item) };
        Suspension(Protocol(PhantomData))
    }

    /// `try_yield!(item)`: gives `item` to the caller and suspends the generator; its value is
    /// what the caller sends, or an [`Interrupt`] if the caller throws or closes.
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn try_yield_of_the_generator(self, item: Y) -> TrySuspension<Y, S, E, D> {
        // SAFETY: a body has only the pointer of the step which is running (`SlotPointer`).
        unsafe { self.put_item(item) };
        TrySuspension(Protocol(PhantomData))
    }
}

/// The slot of the step that is running, as a delegate knows it which is to be pushed on the frames.
///
/// It comes from the [`SlotPointer`] of a body that has frames, and from nothing else. Outside of this
/// crate the type has no name. So nobody can write a coroutine that is handed one, although the trait
/// is open to all.
#[cfg(feature = "alloc")]
pub struct Handover<Y, S, E>(*mut Slot<Y, S, E>);

#[cfg(feature = "alloc")]
impl<Y, S, E> Handover<Y, S, E> {
    /// The way on to the frames of the body that has `pointer`.
    #[expect(clippy::needless_pass_by_value, reason = "the pointer is used up")]
    #[inline(always)]
    pub(crate) fn of<D>(pointer: SlotPointer<Y, S, E, D>) -> Self {
        Self(pointer.0)
    }

    /// The slot.
    ///
    /// # Safety
    ///
    /// As for [`SlotPointer::slot`].
    #[inline(always)]
    pub(crate) unsafe fn slot<'a>(&self) -> &'a mut Slot<Y, S, E> {
        // SAFETY: the step which is running keeps its slot alive.
        unsafe { &mut *self.0 }
    }
}

/// Suspends a body until a value is sent.
///
/// It keeps no flag: the slot says whether the body has been resumed. On the poll that suspends,
/// the slot holds the item; on the poll that resumes, what was passed in. An error or a close it
/// leaves where it is and stays pending, which tells the step that nothing here catches it.
pub struct Suspension<Y, S, E, D>(Protocol<Y, S, E, D>);

impl<Y, S, E, D> Future for Suspension<Y, S, E, D> {
    type Output = (SlotPointer<Y, S, E, D>, S);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::<Y, S, E, D>::of(context);
        // SAFETY: a suspension is only awaited by the body of a generator, and a generator polls
        // its body with a slot of the body's types (`Protocol`).
        match unsafe { pointer.slot() }.take_sent() {
            Some(value) => Poll::Ready((pointer, value)),
            None => Poll::Pending,
        }
    }
}

/// Suspends a body until a value is sent, an error thrown, or a close asked for.
pub struct TrySuspension<Y, S, E, D>(Protocol<Y, S, E, D>);

impl<Y, S, E, D> Future for TrySuspension<Y, S, E, D> {
    type Output = (SlotPointer<Y, S, E, D>, Result<S, Interrupt<E>>);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::<Y, S, E, D>::of(context);
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
