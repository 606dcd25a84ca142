//! The futures that a body awaits at its own yields, and the slot pointer that they give it.
//!
//! With debug assertions the methods and the polls are functions that a body calls. LLVM would compile them
//! again at each yield, which takes as long as the rest of an unoptimised body.

use core::future::Future;
use core::hint::assert_unchecked;
use core::marker::PhantomData;
#[cfg(debug_assertions)]
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::state::Interrupt;
use crate::step::slot::{Signal, Slot};
use crate::step::waker::{panic_foreign_await, slot_of};

/// The types that pass between a body and its caller, `Y` out of the body, `S` and `E` into it, and what
/// drives the body, `D`.
///
/// A machine passes one to the closure that makes its body, and no other value of this type exists. So a
/// body gets to the slot of a step only through the machine that polls the body.
///
/// The type is invariant in all of them. With any variance, a body could put an item of one lifetime
/// into a slot of another one.
pub struct Protocol<Y, S, E, D>(PhantomData<fn(Y, S, E, D) -> (Y, S, E, D)>);

impl<Y, S, E, D> Protocol<Y, S, E, D> {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }

    /// Returns the future that a body awaits first. It is ready at once, with a pointer to the slot
    /// of the first step and with the arguments of the generator, which the closure returns beside the
    /// body.
    ///
    /// An expansion awaits it once, in the body that the closure returns (I2). The makers of machines
    /// are promised that, so it is safe.
    #[inline(always)]
    #[must_use]
    pub fn first_poll_of_the_generator<A>(self, _arguments: &A) -> FirstPoll<Y, S, E, D, A> {
        FirstPoll(self, PhantomData)
    }

    /// Does what [`first_poll_of_the_generator`](Self::first_poll_of_the_generator) does, for a body with
    /// one yield.
    ///
    /// The poll of the future tells LLVM that a later step never comes to it. A later step then has one
    /// place to go on at, and jumps there without a table. A body with several yields has a table anyway.
    #[inline(always)]
    #[must_use]
    pub fn first_poll_before_one_yield_of_the_generator<A>(
        self,
        _arguments: &A,
    ) -> FirstPoll<Y, S, E, D, A, true> {
        FirstPoll(self, PhantomData)
    }
}

/// The type of the items, for the variable that each yield's value is assigned to.
pub struct ItemType<Y>(PhantomData<fn(Y) -> Y>);

impl<Y> Clone for ItemType<Y> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y> Copy for ItemType<Y> {}

impl<Y> ItemType<Y> {
    /// Returns the type `Y`.
    #[expect(clippy::new_without_default, reason = "only the macros name it")]
    #[inline(always)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// Returns an item, in code that never runs: it tells rustc the type of a variable.
    #[cold]
    #[must_use]
    pub fn never_of_the_generator(self) -> Y {
        unreachable!("it stands behind `if false`")
    }

    /// Ends the code that never runs: rustc knows that no path leads from there to what follows.
    #[cold]
    pub fn not_reached_of_the_generator(self, _: Y) -> ! {
        unreachable!("it stands behind `if false`")
    }
}

/// The future of [`Protocol::first_poll_of_the_generator`].
///
/// It is zero-sized, and carries the type of the arguments, `A`, into the `async` block.
pub struct FirstPoll<Y, S, E, D, A, const ONE_YIELD: bool = false>(
    Protocol<Y, S, E, D>,
    PhantomData<fn() -> A>,
);

impl<Y, S, E, D, A, const ONE_YIELD: bool> Future for FirstPoll<Y, S, E, D, A, ONE_YIELD> {
    type Output = (SlotPointer<Y, S, E, D>, A);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut pointer = SlotPointer(context.waker().data().cast_mut().cast(), PhantomData);
        // SAFETY: I2, the first step of the generator polls this, its slot has the arguments, and
        // they are of the type `A`. The body has not awaited anything else, so the waker is the
        // step's (I1).
        let arguments = unsafe {
            let slot = pointer.slot();
            if ONE_YIELD {
                // I2, whatever the number of yields.
                assert_unchecked(slot.signal() != Signal::Sent);
            }
            slot.take_arguments()
        };
        Poll::Ready((pointer, arguments))
    }
}

/// A pointer to the slot of the step that is running, for the body.
///
/// A body keeps the pointer in one variable. Each suspension consumes the pointer and gives a new
/// one (I3). So the pointer takes no room in a suspended body, and does not keep the body from
/// being `Send`.
///
/// The type is not `Copy`, and has no name outside of this crate. The variable has a name that only the
/// expansion can say, and no other macro is given a token of it. So the pointer belongs to the step that
/// is running, and its methods are safe.
pub struct SlotPointer<Y, S, E, D>(*mut Slot<Y, S, E>, PhantomData<fn(D) -> D>);

impl<Y, S, E, D> SlotPointer<Y, S, E, D> {
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
        slot_of(context.waker()).map(|slot| Self(slot.cast(), PhantomData))
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

/// The yields of a body. Each method is named after its macro.
///
/// The methods take the pointer by value. So method lookup finds them before the method of any
/// trait, and no trait of the user's gets hold of the pointer.
impl<Y, S, E, D> SlotPointer<Y, S, E, D> {
    /// `yield_!(item)`: gives `item` to the caller and suspends the generator; its value is what
    /// the caller sends. An error thrown in, or a close, ends the body here.
    ///
    /// An expansion awaits the future at once, in the body that the pointer was given to (I4).
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn yield_of_the_generator(self, item: Y) -> Suspension<Y, S, E, D> {
        self.put_item(item);
        Suspension(Protocol::new())
    }

    /// `try_yield!(item)`: gives `item` to the caller and suspends the generator; its value is
    /// what the caller sends, or an [`Interrupt`] if the caller throws or closes.
    ///
    /// An expansion awaits the future at once, in the body that the pointer was given to (I4).
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn try_yield_of_the_generator(self, item: Y) -> TrySuspension<Y, S, E, D> {
        self.put_item(item);
        TrySuspension(Protocol::new())
    }
}

impl<Y, E, D> SlotPointer<Y, (), E, D> {
    /// `yield_!(item)` as a statement, in a body that is sent `()`: the future gives the pointer alone. A
    /// yield in this form takes rustc less time to compile.
    ///
    /// An expansion awaits the future at once, in the body that the pointer was given to (I4).
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn yield_unit_of_the_generator(self, item: Y) -> UnitSuspension<Y, E, D> {
        self.put_item(item);
        UnitSuspension(Protocol::new())
    }
}

/// The permission to push the delegate `C`, which returns an `R`, on the stack of the step that is
/// running.
///
/// `Coroutine::__push` takes it. The type has no name outside of this crate, so no implementation
/// of `Coroutine` in another crate can write `__push` itself. The unstable feature `fn_delegation`
/// can: `reuse` takes the signature from the trait. But `reuse` can only pass the permission on, to
/// `__push` of a `C`, which is the method that it writes.
#[cfg(feature = "alloc")]
pub struct PushPermit<C, Y, S, E, R> {
    pub(crate) pointer: SlotPointer<Y, S, E, ()>,
    types: PhantomData<fn(C, R) -> (C, R)>,
}

/// Says that a delegate was pushed: only a push makes one.
///
/// An implementation of `Coroutine::__push` that returns has pushed.
#[cfg(feature = "alloc")]
#[must_use]
pub struct Pushed(pub(crate) ());

#[cfg(feature = "alloc")]
impl<C, Y, S, E, R> PushPermit<C, Y, S, E, R> {
    /// Creates the permission.
    ///
    /// # Safety
    ///
    /// The body that `pointer` was given to delegates. After the push, it awaits the `Delegation`
    /// of a coroutine that returns `R` at once, and drops nothing before (I7).
    #[expect(clippy::needless_pass_by_value, reason = "the pointer is used up")]
    #[inline(always)]
    pub(crate) unsafe fn new<D>(pointer: SlotPointer<Y, S, E, D>) -> Self {
        let SlotPointer(slot, _) = pointer;
        Self { pointer: SlotPointer(slot, PhantomData), types: PhantomData }
    }

    /// Returns the permission to push `D` in place of `C`: a `C` is around a `D`, and has its auto
    /// traits and lifetimes only if `D` has them (I8).
    #[inline(always)]
    pub(crate) fn pass_to<D>(self) -> PushPermit<D, Y, S, E, R> {
        PushPermit { pointer: self.pointer, types: PhantomData }
    }

    /// Returns the permission without its types.
    #[inline(always)]
    pub(crate) fn erase(self) -> ErasedPermit {
        ErasedPermit(self.pointer.0.cast())
    }
}

/// A [`PushPermit`] that was erased, for a coroutine behind a trait object.
#[cfg(feature = "alloc")]
pub struct ErasedPermit(*mut ());

#[cfg(feature = "alloc")]
impl ErasedPermit {
    /// Returns the permission with its types, for the `C` in a box.
    ///
    /// # Safety
    ///
    /// The permission was one to push a box around the `C`, perhaps as a trait object, with these other
    /// types.
    #[inline(always)]
    pub(crate) unsafe fn restore<C, Y, S, E, R>(self) -> PushPermit<C, Y, S, E, R> {
        PushPermit { pointer: SlotPointer(self.0.cast(), PhantomData), types: PhantomData }
    }
}

/// Suspends a body until the caller sends a value.
///
/// The future has no state of its own, since the slot tells whether the body is resumed. In the
/// poll that suspends the body, the slot holds the item. In the poll that resumes it, the slot
/// holds the input. The future leaves an error, or a request to close, in the slot and stays
/// pending. This tells the step that the body does not catch it.
pub struct Suspension<Y, S, E, D>(Protocol<Y, S, E, D>);

impl<Y, S, E, D> Future for Suspension<Y, S, E, D> {
    type Output = (SlotPointer<Y, S, E, D>, S);

    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: I4, a body of these types awaits this.
        let mut pointer = unsafe { SlotPointer::<Y, S, E, D>::of(context) };
        match pointer.slot().take_sent() {
            Some(value) => Poll::Ready((pointer, value)),
            None => Poll::Pending,
        }
    }
}

/// Suspends a body until the caller sends `()`: a [`Suspension`] that gives the slot pointer alone.
pub struct UnitSuspension<Y, E, D>(Protocol<Y, (), E, D>);

impl<Y, E, D> Future for UnitSuspension<Y, E, D> {
    type Output = SlotPointer<Y, (), E, D>;

    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: I4, a body of these types awaits this.
        let mut pointer = unsafe { SlotPointer::<Y, (), E, D>::of(context) };
        match pointer.slot().take_sent() {
            Some(()) => Poll::Ready(pointer),
            None => Poll::Pending,
        }
    }
}

/// Suspends a body until the caller sends a value, throws an error, or closes the generator.
pub struct TrySuspension<Y, S, E, D>(Protocol<Y, S, E, D>);

impl<Y, S, E, D> Future for TrySuspension<Y, S, E, D> {
    type Output = (SlotPointer<Y, S, E, D>, Result<S, Interrupt<E>>);

    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: I4, a body of these types awaits this.
        let mut pointer = unsafe { SlotPointer::<Y, S, E, D>::of(context) };
        if let Some(value) = pointer.slot().take_sent() {
            return Poll::Ready((pointer, Ok(value)));
        }
        match pointer.slot().take_interrupt() {
            Some(interrupt) => Poll::Ready((pointer, Err(interrupt))),
            None => Poll::Pending,
        }
    }
}
