//! Which kind a delegate is of, found by method lookup, and which kinds a generator can delegate to.

use core::future::Future;
use core::marker::PhantomData;

use crate::delegation::driven::CoroutineDelegate;
#[cfg(feature = "alloc")]
use crate::delegation::futures::Delegation;
use crate::delegation::futures::{CoroutineDelegation, IteratorDelegation};
use crate::protocol::coroutine::Coroutine;
use crate::step::suspension::SlotPointer;

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
pub trait DelegateTo<T, Y, S, E> {
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
impl<C: Coroutine> DelegateTo<C, C::Yield, C::Resume, C::Error> for IsCoroutine {
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
        Delegation::new()
    }
}

impl<C: Coroutine> DelegateTo<C, C::Yield, C::Resume, C::Error> for IsDriven {
    type Return = C::Return;
    type Delegation = CoroutineDelegation<C>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        _: SlotPointer<C::Yield, C::Resume, C::Error>,
        delegate: C,
        resume: Option<fn() -> C::Resume>,
    ) -> CoroutineDelegation<C> {
        CoroutineDelegation::new(CoroutineDelegate { coroutine: delegate, resume })
    }
}

impl<I: IntoIterator, E> DelegateTo<I, I::Item, (), E> for IsIterator {
    type Return = ();
    type Delegation = IteratorDelegation<I::IntoIter, E>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        _: SlotPointer<I::Item, (), E>,
        delegate: I,
        _: Option<fn()>,
    ) -> IteratorDelegation<I::IntoIter, E> {
        IteratorDelegation::new(delegate.into_iter())
    }
}
