//! The futures that a body waits with while it delegates.

use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::delegation::driven::CoroutineDelegate;
#[cfg(feature = "alloc")]
use crate::delegation::frame::take_returned;
use crate::protocol::coroutine::Coroutine;
use crate::state::Interrupt;
use crate::step::suspension::SlotPointer;

/// Waits for a delegate on the frames to return.
///
/// It stands for the delegate where types are concerned: the body that holds it is `Send`, and
/// borrows, as if it held the delegate itself.
#[cfg(feature = "alloc")]
pub struct Delegation<C: Coroutine> {
    delegate: PhantomData<C>,
}

#[cfg(feature = "alloc")]
impl<C: Coroutine> Delegation<C> {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self { delegate: PhantomData }
    }
}

/// It has a destructor for the borrow checker alone. Where the type of a generator is not opaque,
/// as that of `gen_!` is not, rustc asks its body what is dropped with it: with the body goes the
/// delegate, which may use what it borrows.
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
    type Output = (SlotPointer<C::Yield, C::Resume, C::Error>, C::Return);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // It must not unwind, for the body would drop what the delegate borrows from before that. Nor
        // need it: another waker than the step's can only be there on the first poll, where some macro
        // has exchanged it since the step began.
        let pointer = SlotPointer::<C::Yield, C::Resume, C::Error>::of_step(context);
        let Some(pointer) = pointer else { return Poll::Pending };
        // SAFETY: a delegation is only awaited by the body of a generator that delegates, which a
        // generator polls with a slot of the body's types.
        let slot = unsafe { pointer.slot() };
        let Some(frame) = slot.take_returned() else { return Poll::Pending };
        // SAFETY: the delegate that returned is the last one that the body pushed, and so the one
        // of this delegation; every frame for it returns a `C::Return`, and nothing was pushed
        // since. It is not read again.
        let returned = unsafe { take_returned::<C::Return>(frame) };
        Poll::Ready((pointer, returned))
    }
}

/// Drives a coroutine until it returns.
pub struct CoroutineDelegation<C: Coroutine>(CoroutineDelegate<C>);

impl<C: Coroutine> CoroutineDelegation<C> {
    #[inline(always)]
    pub(crate) const fn new(delegate: CoroutineDelegate<C>) -> Self {
        Self(delegate)
    }
}

/// The coroutine is only ever used by `&mut`.
impl<C: Coroutine> Unpin for CoroutineDelegation<C> {}

impl<C: Coroutine> Future for CoroutineDelegation<C> {
    type Output = (SlotPointer<C::Yield, C::Resume, C::Error>, C::Return);

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::<C::Yield, C::Resume, C::Error>::of(context);
        // SAFETY: a delegation is only awaited by the body of a generator, which a generator polls
        // with a slot of the body's types.
        let slot = unsafe { pointer.slot() };
        self.0.step(slot).map(|returned| (pointer, returned))
    }
}

/// Yields the items of an iterator until it ends.
pub struct IteratorDelegation<I, E> {
    iterator: I,
    error: PhantomData<fn(E) -> E>,
}

impl<I, E> IteratorDelegation<I, E> {
    #[inline(always)]
    pub(crate) const fn new(iterator: I) -> Self {
        Self { iterator, error: PhantomData }
    }
}

/// The iterator is only ever used by `&mut`.
impl<I, E> Unpin for IteratorDelegation<I, E> {}

impl<I: Iterator, E> Future for IteratorDelegation<I, E> {
    type Output = (SlotPointer<I::Item, (), E>, ());

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::<I::Item, (), E>::of(context);
        // SAFETY: a delegation is only awaited by the body of a generator, which a generator polls
        // with a slot of the body's types.
        let slot = unsafe { pointer.slot() };
        if slot.signal().interrupts() {
            return Poll::Pending;
        }
        // `()`, or nothing: the first poll comes with the body's step.
        slot.take_sent();
        match self.iterator.next() {
            Some(item) => {
                // SAFETY: `next` may have run another generator, but that one had its own slot.
                let slot = unsafe { pointer.slot() };
                slot.put_item(item);
                Poll::Pending
            }
            None => Poll::Ready((pointer, ())),
        }
    }
}

/// Waits as `D` does, and catches what leaves the delegate uncaught.
pub struct TryDelegation<D>(D);

impl<D> TryDelegation<D> {
    #[inline(always)]
    pub(crate) const fn new(delegation: D) -> Self {
        Self(delegation)
    }
}

impl<D, Y, S, E, R> Future for TryDelegation<D>
where
    D: Future<Output = (SlotPointer<Y, S, E>, R)>,
{
    type Output = (SlotPointer<Y, S, E>, Result<R, Interrupt<E>>);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: the only field is pinned where this is, and never moved.
        let delegation = unsafe { self.map_unchecked_mut(|this| &mut this.0) };
        if let Poll::Ready((pointer, returned)) = delegation.poll(context) {
            return Poll::Ready((pointer, Ok(returned)));
        }
        // As there, it must not unwind.
        let Some(pointer) = SlotPointer::of_step(context) else { return Poll::Pending };
        // SAFETY: as in the delegation.
        match unsafe { pointer.slot() }.take_interrupt() {
            Some(interrupt) => Poll::Ready((pointer, Err(interrupt))),
            None => Poll::Pending,
        }
    }
}
