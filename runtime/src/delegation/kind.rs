//! The kinds of delegates, found by method lookup, and the kinds that a generator can delegate to.

use core::future::Future;
use core::marker::PhantomData;

use crate::delegation::driven::CoroutineDelegate;
#[cfg(feature = "alloc")]
use crate::delegation::driver::DelegateStack;
#[cfg(feature = "alloc")]
use crate::delegation::futures::Delegation;
use crate::delegation::futures::{CoroutineDelegation, IteratorDelegation};
use crate::protocol::coroutine::Coroutine;
use crate::step::drive::DrivesInPlace;
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
    fn kind_of_the_delegate_of_the_generator(&self) -> IsCoroutine {
        IsCoroutine
    }
}

impl<C: Coroutine> CoroutineKind for &&Kind<C> {}

/// Finds the kind of a value that can be iterated over.
pub trait IteratorKind {
    /// Returns the kind.
    #[inline(always)]
    fn kind_of_the_delegate_of_the_generator(&self) -> IsIterator {
        IsIterator
    }
}

impl<I: IntoIterator> IteratorKind for &Kind<I> {}

/// Finds the kind of any other value.
pub trait OtherKind {
    /// Returns the kind.
    #[inline(always)]
    fn kind_of_the_delegate_of_the_generator(&self) -> IsOther {
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
pub trait ResumeWith<S> {
    /// The function that makes the value, if there is one.
    const RESUME: Option<fn() -> S>;
}

/// The default of `S` resumes a coroutine.
pub struct WithDefault<S>(PhantomData<fn(S)>);

/// No value can resume a coroutine which was started before.
pub struct WithoutDefault<S>(PhantomData<fn(S)>);

impl<S: Default> WithDefault<S> {
    /// Returns the default of `S`.
    #[expect(clippy::new_without_default, reason = "only the macros name it")]
    #[inline(always)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<S> Clone for WithDefault<S> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for WithDefault<S> {}

impl<S> Clone for WithoutDefault<S> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for WithoutDefault<S> {}

impl<S: Default> ResumeWith<S> for WithDefault<S> {
    const RESUME: Option<fn() -> S> = Some(S::default);
}

impl<S> ResumeWith<S> for WithoutDefault<S> {
    const RESUME: Option<fn() -> S> = None;
}

/// Finds that a type has a default.
pub trait HasDefault<S> {
    /// Returns the default.
    fn resume_of_the_delegate_of_the_generator(&self) -> WithDefault<S>;
}

impl<S: Default> HasDefault<S> for &ResumeType<S> {
    #[inline(always)]
    fn resume_of_the_delegate_of_the_generator(&self) -> WithDefault<S> {
        WithDefault(PhantomData)
    }
}

/// Finds that a type has no default.
pub trait NoDefault<S> {
    /// Returns that there is none.
    #[inline(always)]
    fn resume_of_the_delegate_of_the_generator(&self) -> WithoutDefault<S> {
        WithoutDefault(PhantomData)
    }
}

impl<S> NoDefault<S> for ResumeType<S> {}

/// The kind of a type `T` that a generator with the types `Y`, `S` and `E`, driven by `D`, can delegate
/// to.
///
/// The trait has no name outside of this crate, so nobody else implements it.
#[diagnostic::on_unimplemented(
    message = "this generator cannot delegate to `{T}`",
    label = "cannot be delegated to from here",
    note = "`yield_from!` takes a coroutine with the `Yield`, `Resume` and `Error` of the \
            generator, here `{Y}`, `{S}` and `{E}`, and where `Resume` is `()` anything that can \
            be iterated over whose items are `{Y}`",
    note = "to delegate to something else, write the loop: `for value in values {{ yield_!(..) }}`"
)]
pub trait DelegateTo<T, Y, S, E, D> {
    /// The value of the delegation.
    type Return;
    /// The future that the body awaits.
    type Delegation: Future<Output = (SlotPointer<Y, S, E, D>, Self::Return)>;

    /// Begins to delegate to `delegate`. `resume` makes the value that resumes a delegate which was
    /// started before.
    fn delegate(
        self,
        pointer: SlotPointer<Y, S, E, D>,
        delegate: T,
        resume: Option<fn() -> S>,
    ) -> Self::Delegation;
}

/// The coroutine is pushed on the stack of delegates.
#[cfg(feature = "alloc")]
impl<C: Coroutine> DelegateTo<C, C::Yield, C::Resume, C::Error, DelegateStack> for IsCoroutine {
    type Return = C::Return;
    type Delegation = Delegation<C>;

    #[inline(always)]
    fn delegate(
        self,
        pointer: SlotPointer<C::Yield, C::Resume, C::Error, DelegateStack>,
        delegate: C,
        resume: Option<fn() -> C::Resume>,
    ) -> Delegation<C> {
        Delegation::new(pointer, delegate, resume)
    }
}

/// A pinned generator has no stack of delegates. The coroutine stays in the body that delegates to it,
/// and the body drives it.
impl<C: Coroutine> DelegateTo<C, C::Yield, C::Resume, C::Error, DrivesInPlace> for IsCoroutine {
    type Return = C::Return;
    type Delegation = CoroutineDelegation<C>;

    #[inline(always)]
    fn delegate(
        self,
        _: SlotPointer<C::Yield, C::Resume, C::Error, DrivesInPlace>,
        delegate: C,
        resume: Option<fn() -> C::Resume>,
    ) -> CoroutineDelegation<C> {
        CoroutineDelegation::new(CoroutineDelegate { coroutine: delegate, resume })
    }
}

/// An iterator stays in the body in any case.
impl<I: IntoIterator, E, D> DelegateTo<I, I::Item, (), E, D> for IsIterator {
    type Return = ();
    type Delegation = IteratorDelegation<I::IntoIter, E, D>;

    #[inline(always)]
    fn delegate(
        self,
        _: SlotPointer<I::Item, (), E, D>,
        delegate: I,
        _: Option<fn()>,
    ) -> IteratorDelegation<I::IntoIter, E, D> {
        IteratorDelegation::new(delegate.into_iter())
    }
}
