//! `yield_from!`: what can be delegated to, and how a body waits for it.
//!
//! A generator is taken apart and its body pushed on the root's frames, so that a step goes
//! straight to it. An iterator stays where it is: the body that delegates to it asks it for the
//! next item whenever it is stepped.
//!
//! Which of the two a value is, the expansion finds out by method lookup, in the order of
//! [`CoroutineKind`], [`IteratorKind`], [`OtherKind`], on a reference to a [`Kind`].

use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

#[cfg(feature = "alloc")]
use crate::frame::{Delegate, take_returned};
use crate::slot::{Signal, Slot, SlotPointer};
use crate::{Coroutine, CoroutineState, Interrupt, Status};

/// The type of a value that is delegated to, for method lookup.
pub struct Kind<T>(PhantomData<fn(T)>);

impl<T> Kind<T> {
    /// That of `value`.
    #[inline(always)]
    #[must_use]
    pub const fn of(_value: &T) -> Self {
        Self(PhantomData)
    }
}

/// Says of a coroutine that it is one.
pub trait CoroutineKind {
    /// Which kind that is.
    #[inline(always)]
    fn kind_of_delegate(&self) -> IsCoroutine {
        IsCoroutine
    }
}

impl<C: Coroutine> CoroutineKind for &&Kind<C> {}

/// Says of what can be iterated over that it can.
pub trait IteratorKind {
    /// Which kind that is.
    #[inline(always)]
    fn kind_of_delegate(&self) -> IsIterator {
        IsIterator
    }
}

impl<I: IntoIterator> IteratorKind for &Kind<I> {}

/// Says of anything else that it is not to be delegated to.
pub trait OtherKind {
    /// Which kind that is.
    #[inline(always)]
    fn kind_of_delegate(&self) -> IsOther {
        IsOther
    }
}

impl<T> OtherKind for Kind<T> {}

/// Any coroutine.
pub struct IsCoroutine;
/// Anything else that can be iterated over.
pub struct IsIterator;
/// What cannot be delegated to.
pub struct IsOther;

impl IsCoroutine {
    /// The kind for a generator that has no frames, since its caller pins it: the coroutine stays
    /// where it is, and the body that delegates to it drives it.
    #[expect(clippy::unused_self, reason = "it is called by method syntax on any kind")]
    #[inline(always)]
    #[must_use]
    pub const fn in_place(self) -> IsDriven {
        IsDriven
    }
}

impl IsIterator {
    /// An iterator stays where it is in any case.
    #[inline(always)]
    #[must_use]
    pub const fn in_place(self) -> Self {
        self
    }
}

impl IsOther {
    /// It does not fit in either case.
    #[inline(always)]
    #[must_use]
    pub const fn in_place(self) -> Self {
        self
    }
}

/// Any coroutine, for a generator that has no frames.
pub struct IsDriven;

/// The type that a generator is resumed with, for method lookup: [`HasDefault`] before
/// [`NoDefault`].
pub struct ResumeType<S>(PhantomData<fn(S)>);

impl<S> ResumeType<S> {
    /// The type `S`.
    #[expect(clippy::new_without_default, reason = "it is named by the macros alone")]
    #[inline(always)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// Makes the value that a coroutine which was started before is resumed with.
pub trait HasDefault<S> {
    /// What makes it.
    fn resume_of_delegate(&self) -> Option<fn() -> S>;
}

impl<S: Default> HasDefault<S> for &ResumeType<S> {
    #[inline(always)]
    fn resume_of_delegate(&self) -> Option<fn() -> S> {
        Some(S::default)
    }
}

/// There is no value to resume a coroutine with which was started before.
pub trait NoDefault<S> {
    /// Nothing.
    #[inline(always)]
    fn resume_of_delegate(&self) -> Option<fn() -> S> {
        None
    }
}

impl<S> NoDefault<S> for ResumeType<S> {}

/// A kind of value, `T`, that a generator which passes `Y`, `S` and `E` can delegate to.
#[diagnostic::on_unimplemented(
    message = "this generator cannot delegate to `{T}`",
    label = "cannot be delegated to from here",
    note = "`yield_from!` takes a coroutine with the `Yield`, `Resume` and `Error` of the \
            generator, here `{Y}`, `{S}` and `{E}`, and where `Resume` is `()` anything that can \
            be iterated over whose items are `{Y}`",
    note = "to delegate to something else, write the loop: `for value in values {{ yield_!(..) }}`"
)]
pub trait Fits<T, Y, S, E> {
    /// What a delegation to it gives in the end.
    type Return;
    /// What the body waits with.
    type Delegation: Future<Output = (SlotPointer<Y, S, E>, Self::Return)>;

    /// Begins to delegate to `delegate`. `resume` makes the value that resumes one which was
    /// started before.
    ///
    /// # Safety
    ///
    /// As for [`SlotPointer::yield_from`].
    unsafe fn delegate(
        self,
        pointer: SlotPointer<Y, S, E>,
        delegate: T,
        resume: Option<fn() -> S>,
    ) -> Self::Delegation;
}

#[cfg(feature = "alloc")]
impl<C: Coroutine> Fits<C, C::Yield, C::Resume, C::Error> for IsCoroutine {
    type Return = C::Return;
    type Delegation = Delegation<C>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        pointer: SlotPointer<C::Yield, C::Resume, C::Error>,
        delegate: C,
        resume: Option<fn() -> C::Resume>,
    ) -> Delegation<C> {
        // SAFETY: this function's own contract.
        unsafe { delegate.__push(pointer, resume) };
        Delegation { delegate: PhantomData }
    }
}

impl<C: Coroutine> Fits<C, C::Yield, C::Resume, C::Error> for IsDriven {
    type Return = C::Return;
    type Delegation = DrivenDelegation<C>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        _: SlotPointer<C::Yield, C::Resume, C::Error>,
        delegate: C,
        resume: Option<fn() -> C::Resume>,
    ) -> DrivenDelegation<C> {
        DrivenDelegation(Driven { coroutine: delegate, resume })
    }
}

impl<I: IntoIterator, E> Fits<I, I::Item, (), E> for IsIterator {
    type Return = ();
    type Delegation = IteratorDelegation<I::IntoIter, E>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        _: SlotPointer<I::Item, (), E>,
        delegate: I,
        _: Option<fn()>,
    ) -> IteratorDelegation<I::IntoIter, E> {
        IteratorDelegation { iterator: delegate.into_iter(), error: PhantomData }
    }
}

/// Waits for a delegate on the frames to return.
///
/// It stands for the delegate where types are concerned: the body that holds it is `Send`, and
/// borrows, as if it held the delegate itself.
#[cfg(feature = "alloc")]
pub struct Delegation<C: Coroutine> {
    delegate: PhantomData<C>,
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
pub struct DrivenDelegation<C: Coroutine>(Driven<C>);

/// The coroutine is only ever used by `&mut`.
impl<C: Coroutine> Unpin for DrivenDelegation<C> {}

impl<C: Coroutine> Future for DrivenDelegation<C> {
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

/// A body, as a delegate.
#[cfg(feature = "alloc")]
pub(crate) struct Body<Frame>(pub(crate) Frame);

#[cfg(feature = "alloc")]
impl<Frame: Future, Y, S, E> Delegate<Y, S, E> for Body<Frame> {
    type Return = Frame::Output;

    #[inline(always)]
    unsafe fn step(self: Pin<&mut Self>, slot: &mut Slot<Y, S, E>) -> Poll<Frame::Output> {
        // SAFETY: the only field is pinned where this is, and never moved.
        let frame = unsafe { self.map_unchecked_mut(|this| &mut this.0) };
        // SAFETY: this function's own contract.
        unsafe { slot.poll(frame) }
    }
}

/// Any coroutine, as a delegate: one that was started before, is lent, or is written by hand.
pub(crate) struct Driven<C: Coroutine> {
    pub(crate) coroutine: C,
    pub(crate) resume: Option<fn() -> C::Resume>,
}

impl<C: Coroutine> Driven<C> {
    /// Takes what is in the slot and passes it to the coroutine. It is pending with an item in the
    /// slot, or with the error or close that the coroutine did not catch, or the item that it
    /// yielded instead of closing. The coroutine steps through slots of its own.
    ///
    /// Where nothing is passed in, the delegation begins.
    fn step(&mut self, slot: &mut Slot<C::Yield, C::Resume, C::Error>) -> Poll<C::Return> {
        let Self { coroutine, resume } = self;
        let state = if let Some(value) = slot.take_sent() {
            match coroutine.send(value) {
                Ok(state) => state,
                Err(_) => CoroutineState::Complete(left_behind(coroutine)),
            }
        } else {
            match slot.take_interrupt() {
                None => begin(coroutine, *resume),
                Some(Interrupt::Thrown(error)) => match coroutine.throw(error) {
                    Ok(state) => state,
                    Err(error) => {
                        slot.put_error(error);
                        return Poll::Pending;
                    }
                },
                Some(Interrupt::Closed) => match coroutine.close() {
                    Ok(_) => {
                        slot.put(Signal::Closed);
                        return Poll::Pending;
                    }
                    Err(error) => {
                        slot.put_ignored(error.into_inner());
                        return Poll::Pending;
                    }
                },
            }
        };
        match state {
            CoroutineState::Yielded(item) => {
                slot.put_item(item);
                Poll::Pending
            }
            CoroutineState::Complete(returned) => Poll::Ready(returned),
        }
    }
}

#[cfg(feature = "alloc")]
impl<C: Coroutine> Delegate<C::Yield, C::Resume, C::Error> for Driven<C> {
    type Return = C::Return;

    unsafe fn step(
        self: Pin<&mut Self>,
        slot: &mut Slot<C::Yield, C::Resume, C::Error>,
    ) -> Poll<C::Return> {
        // SAFETY: the coroutine is only used by `&mut`: pinning it means nothing here.
        let driven = unsafe { self.get_unchecked_mut() };
        driven.step(slot)
    }
}

/// The first step of a delegate, in whatever state it is.
pub(crate) fn begin<C: Coroutine>(
    coroutine: &mut C,
    resume: Option<fn() -> C::Resume>,
) -> CoroutineState<C::Yield, C::Return> {
    let state = match (coroutine.status(), resume) {
        (Status::Created, _) => coroutine.start().ok(),
        (Status::Suspended, Some(resume)) => coroutine.send(resume()).ok(),
        (Status::Suspended, None) => started_without_default(),
        (Status::Finished, _) => None,
    };
    state.unwrap_or_else(|| CoroutineState::Complete(left_behind(coroutine)))
}

/// The value that a finished delegate left for `take_return`.
#[track_caller]
pub(crate) fn left_behind<C: Coroutine>(coroutine: &mut C) -> C::Return {
    match coroutine.take_return() {
        Some(returned) => returned,
        None => nothing_left_behind(),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn nothing_left_behind() -> ! {
    panic!(
        "`yield_from!` was given a coroutine that is finished and whose value is gone: delegate \
         to it before it ends, or take its value with `take_return()` and use that"
    )
}

#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn started_without_default() -> ! {
    panic!(
        "`yield_from!` was given a coroutine that waits for a value, of a type that has no \
         default: send it one first, or delegate to it before it is started"
    )
}
