//! The kinds of delegates, found by method lookup, and the kinds that a generator can delegate to.

use core::future::Future;
use core::marker::PhantomData;

use crate::delegation::driven::CoroutineDelegate;
#[cfg(feature = "alloc")]
use crate::delegation::futures::Delegation;
use crate::delegation::futures::{CoroutineDelegation, IteratorDelegation};
use crate::protocol::coroutine::Coroutine;
use crate::step::suspension::SlotPointer;

/// The type of a delegate, for method lookup.
pub struct Kind<T>(PhantomData<fn(T)>);

impl<T> Kind<T> {
    /// Returns the type of `value`.
    #[inline(always)]
    #[must_use]
    pub const fn of(_value: &T) -> Self {
        Self(PhantomData)
    }
}

/// Finds the kind of a coroutine.
pub trait CoroutineKind {
    /// Returns the kind.
    #[inline(always)]
    fn kind_of_delegate(&self) -> IsCoroutine {
        IsCoroutine
    }
}

impl<C: Coroutine> CoroutineKind for &&Kind<C> {}

/// Finds the kind of a value that can be iterated over.
pub trait IteratorKind {
    /// Returns the kind.
    #[inline(always)]
    fn kind_of_delegate(&self) -> IsIterator {
        IsIterator
    }
}

impl<I: IntoIterator> IteratorKind for &Kind<I> {}

/// Finds the kind of any other value.
pub trait OtherKind {
    /// Returns the kind.
    #[inline(always)]
    fn kind_of_delegate(&self) -> IsOther {
        IsOther
    }
}

impl<T> OtherKind for Kind<T> {}

/// Any coroutine.
pub struct IsCoroutine;
/// Any other type that can be iterated over.
pub struct IsIterator;
/// A type that no generator can delegate to.
pub struct IsOther;

impl IsCoroutine {
    /// Returns the kind for a pinned generator, which has no stack of delegates. The coroutine
    /// stays in the body that delegates to it, and the body drives it.
    #[expect(clippy::unused_self, reason = "it is called by method syntax on any kind")]
    #[inline(always)]
    #[must_use]
    pub const fn in_place(self) -> IsDriven {
        IsDriven
    }
}

impl IsIterator {
    /// Returns the same kind: an iterator stays in the body in any case.
    #[inline(always)]
    #[must_use]
    pub const fn in_place(self) -> Self {
        self
    }
}

impl IsOther {
    /// Returns the same kind, which no generator can delegate to.
    #[inline(always)]
    #[must_use]
    pub const fn in_place(self) -> Self {
        self
    }
}

/// Any coroutine, for a generator that has no stack of delegates.
pub struct IsDriven;

/// The `Resume` type of a generator, for method lookup: [`HasDefault`] before [`NoDefault`].
pub struct ResumeType<S>(PhantomData<fn(S)>);

impl<S> ResumeType<S> {
    /// Returns the type `S`.
    #[expect(clippy::new_without_default, reason = "only the macros name it")]
    #[inline(always)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// Gives the value that resumes a coroutine which was started before.
pub trait HasDefault<S> {
    /// Returns the function that makes the value.
    fn resume_of_delegate(&self) -> Option<fn() -> S>;
}

impl<S: Default> HasDefault<S> for &ResumeType<S> {
    #[inline(always)]
    fn resume_of_delegate(&self) -> Option<fn() -> S> {
        Some(S::default)
    }
}

/// Says that no value can resume a coroutine which was started before.
pub trait NoDefault<S> {
    /// Returns `None`.
    #[inline(always)]
    fn resume_of_delegate(&self) -> Option<fn() -> S> {
        None
    }
}

impl<S> NoDefault<S> for ResumeType<S> {}

/// The kind of a type `T` that a generator with the types `Y`, `S` and `E` can delegate to.
#[diagnostic::on_unimplemented(
    message = "this generator cannot delegate to `{T}`",
    label = "cannot be delegated to from here",
    note = "`yield_from!` takes a coroutine with the `Yield`, `Resume` and `Error` of the \
            generator, here `{Y}`, `{S}` and `{E}`, and where `Resume` is `()` anything that can \
            be iterated over whose items are `{Y}`",
    note = "to delegate to something else, write the loop: `for value in values {{ yield_!(..) }}`"
)]
pub trait DelegateTo<T, Y, S, E> {
    /// The value of the delegation.
    type Return;
    /// The future that the body awaits.
    type Delegation: Future<Output = (SlotPointer<Y, S, E>, Self::Return)>;

    /// Begins to delegate to `delegate`, for [`SlotPointer::yield_from`]. `resume` makes the value
    /// that resumes a delegate which was started before.
    fn delegate(
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
    fn delegate(
        self,
        pointer: SlotPointer<C::Yield, C::Resume, C::Error>,
        delegate: C,
        resume: Option<fn() -> C::Resume>,
    ) -> Delegation<C> {
        Delegation::new(pointer, delegate, resume)
    }
}

impl<C: Coroutine> DelegateTo<C, C::Yield, C::Resume, C::Error> for IsDriven {
    type Return = C::Return;
    type Delegation = CoroutineDelegation<C>;

    #[inline(always)]
    fn delegate(
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
    fn delegate(
        self,
        _: SlotPointer<I::Item, (), E>,
        delegate: I,
        _: Option<fn()>,
    ) -> IteratorDelegation<I::IntoIter, E> {
        IteratorDelegation::new(delegate.into_iter())
    }
}
