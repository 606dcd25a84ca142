//! The futures that a body awaits while it delegates.

use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::delegation::driven::CoroutineDelegate;
#[cfg(feature = "alloc")]
use crate::delegation::driver::DelegateStack;
#[cfg(feature = "alloc")]
use crate::delegation::frame::take_returned;
use crate::protocol::coroutine::Coroutine;
use crate::state::Interrupt;
use crate::step::drive::DrivesInPlace;
use crate::step::suspension::SlotPointer;
#[cfg(feature = "alloc")]
use crate::step::suspension::{PushPermit, Pushed};

/// Waits until a delegate on the stack returns.
///
/// The future has the type of the delegate in its own type (I8). So the body that awaits the future
/// is `Send`, and borrows, as if it held the delegate.
#[cfg(feature = "alloc")]
pub struct Delegation<C: Coroutine> {
    delegate: PhantomData<C>,
}

#[cfg(feature = "alloc")]
impl<C: Coroutine> Delegation<C> {
    /// Pushes `delegate` on the stack, and returns the future for the body that `pointer` was given
    /// to.
    #[inline(always)]
    pub(crate) fn new(
        pointer: SlotPointer<C::Yield, C::Resume, C::Error, DelegateStack>,
        delegate: C,
        resume: Option<fn() -> C::Resume>,
    ) -> Self {
        // SAFETY: I4 and I7, `yield_from_of_the_generator` gives the future to a body that delegates,
        // which awaits it at once. It waits for the type that `delegate` returns (I8).
        let Pushed(()) = delegate.__push(unsafe { PushPermit::new(pointer) }, resume);
        Self { delegate: PhantomData }
    }
}

/// The destructor is for the borrow checker alone. The type of a `gen_!` block is not opaque, so
/// rustc looks into the body for what is dropped with it. The delegate is dropped with the body,
/// and its destructor may use what it borrows.
///
/// ```compile_fail,E0597
/// use genfn::{gen_, generator};
///
/// struct Said<'a>(&'a str);
///
/// impl Drop for Said<'_> {
///     fn drop(&mut self) {
///         println!("{}", self.0);
///     }
/// }
///
/// #[generator]
/// fn inner(text: &str) -> impl Iterator<Item = u32> {
///     let _said = Said(text);
///     yield_!(1);
/// }
///
/// let mut outer;
/// {
///     let text = String::from("gone");
///     let text = text.as_str();
///     outer = gen_! { yield_from!(inner(text)) };
///     outer.next();
/// }
/// ```
#[cfg(feature = "alloc")]
impl<C: Coroutine> Drop for Delegation<C> {
    #[inline(always)]
    fn drop(&mut self) {}
}

#[cfg(feature = "alloc")]
impl<C: Coroutine> Future for Delegation<C> {
    type Output = (SlotPointer<C::Yield, C::Resume, C::Error, DelegateStack>, C::Return);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // This must not panic (I7): unwinding would drop the locals of the body while the delegate
        // on the stack still borrows from them. `Pending` is enough: the waker can be a foreign one
        // only in the first poll, where the body suspends in any case.
        // SAFETY: I4, a body of these types awaits this.
        let pointer = unsafe {
            SlotPointer::<C::Yield, C::Resume, C::Error, DelegateStack>::of_step(context)
        };
        let Some(mut pointer) = pointer else { return Poll::Pending };
        let slot = pointer.slot();
        if !slot.take_returned::<C::Return>() {
            return Poll::Pending;
        }
        // SAFETY: the delegate that has returned is the last one that the body pushed, which is the
        // one of this future. I8, it returns a `C::Return`. Nothing was pushed since. Each poll of a
        // body that delegates sets the stack.
        let returned = unsafe { take_returned::<C::Return>(slot.stack()) };
        Poll::Ready((pointer, returned))
    }
}

/// Drives a coroutine by its own methods until it returns.
pub struct CoroutineDelegation<C: Coroutine>(CoroutineDelegate<C>);

impl<C: Coroutine> CoroutineDelegation<C> {
    #[inline(always)]
    pub(crate) const fn new(delegate: CoroutineDelegate<C>) -> Self {
        Self(delegate)
    }
}

/// The future uses the coroutine by `&mut` only.
impl<C: Coroutine> Unpin for CoroutineDelegation<C> {}

impl<C: Coroutine> Future for CoroutineDelegation<C> {
    type Output = (SlotPointer<C::Yield, C::Resume, C::Error, DrivesInPlace>, C::Return);

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: I4, a body of these types awaits this.
        let mut pointer =
            unsafe { SlotPointer::<C::Yield, C::Resume, C::Error, DrivesInPlace>::of(context) };
        self.0.step(pointer.slot()).map(|returned| (pointer, returned))
    }
}

/// Yields the items of an iterator until it ends.
pub struct IteratorDelegation<I, S, E, D> {
    iterator: I,
    types: PhantomData<fn(S, E, D) -> (S, E, D)>,
}

impl<I, S, E, D> IteratorDelegation<I, S, E, D> {
    #[inline(always)]
    pub(crate) const fn new(iterator: I) -> Self {
        Self { iterator, types: PhantomData }
    }
}

/// The future uses the iterator by `&mut` only.
impl<I, S, E, D> Unpin for IteratorDelegation<I, S, E, D> {}

impl<I: Iterator, S, E, D> Future for IteratorDelegation<I, S, E, D> {
    type Output = (SlotPointer<I::Item, S, E, D>, ());

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: I4, a body of these types awaits this.
        let mut pointer = unsafe { SlotPointer::<I::Item, S, E, D>::of(context) };
        let slot = pointer.slot();
        if slot.signal().interrupts() {
            return Poll::Pending;
        }
        // There is no value in the first poll, which the body itself makes.
        drop(slot.take_sent());
        match self.iterator.next() {
            Some(item) => {
                pointer.slot().put_item(item);
                Poll::Pending
            }
            None => Poll::Ready((pointer, ())),
        }
    }
}

/// Waits as `F` does, and catches an error or a request to close that the delegate does not catch.
pub struct TryDelegation<F>(F);

impl<F> TryDelegation<F> {
    #[inline(always)]
    pub(crate) const fn new(delegation: F) -> Self {
        Self(delegation)
    }
}

impl<F, Y, S, E, D, R> Future for TryDelegation<F>
where
    F: Future<Output = (SlotPointer<Y, S, E, D>, R)>,
{
    type Output = (SlotPointer<Y, S, E, D>, Result<R, Interrupt<E>>);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: I5, the only field is pinned where `self` is, and never moved.
        let delegation = unsafe { self.map_unchecked_mut(|this| &mut this.0) };
        if let Poll::Ready((pointer, returned)) = delegation.poll(context) {
            return Poll::Ready((pointer, Ok(returned)));
        }
        // Like the delegation, this must not panic (I7).
        // SAFETY: I4, a body of these types awaits this.
        let pointer = unsafe { SlotPointer::of_step(context) };
        let Some(mut pointer) = pointer else { return Poll::Pending };
        match pointer.slot().take_interrupt() {
            Some(interrupt) => Poll::Ready((pointer, Err(interrupt))),
            None => Poll::Pending,
        }
    }
}
