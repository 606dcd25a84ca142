//! Which kind a delegate is of, found by method lookup, and which kinds a generator can delegate to.

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
#[cfg(feature = "alloc")]
use crate::step::suspension::Handover;
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
    fn kind_of_the_delegate_of_the_generator(&self) -> IsCoroutine {
        IsCoroutine
    }
}

impl<C: Coroutine> CoroutineKind for &&Kind<C> {}

/// Says of what can be iterated over that it can.
pub trait IteratorKind {
    /// Which kind that is.
    #[inline(always)]
    fn kind_of_the_delegate_of_the_generator(&self) -> IsIterator {
        IsIterator
    }
}

impl<I: IntoIterator> IteratorKind for &Kind<I> {}

/// Says of anything else that it is not to be delegated to.
pub trait OtherKind {
    /// Which kind that is.
    #[inline(always)]
    fn kind_of_the_delegate_of_the_generator(&self) -> IsOther {
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
pub trait ResumeWith<S> {
    /// What makes it, if there is such a value.
    const RESUME: Option<fn() -> S>;
}

/// The default of `S`.
pub struct WithDefault<S>(PhantomData<fn(S)>);

/// There is no value to resume a coroutine with which was started before.
pub struct WithoutDefault<S>(PhantomData<fn(S)>);

impl<S: Default> WithDefault<S> {
    /// The default of `S`.
    #[expect(clippy::new_without_default, reason = "it is named by the macros alone")]
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

/// Says of a type with a default that it has one.
pub trait HasDefault<S> {
    /// The default of `S`.
    fn resume_of_the_delegate_of_the_generator(&self) -> WithDefault<S>;
}

impl<S: Default> HasDefault<S> for &ResumeType<S> {
    #[inline(always)]
    fn resume_of_the_delegate_of_the_generator(&self) -> WithDefault<S> {
        WithDefault(PhantomData)
    }
}

/// Says of any other type that it has none.
pub trait NoDefault<S> {
    /// Nothing.
    #[inline(always)]
    fn resume_of_the_delegate_of_the_generator(&self) -> WithoutDefault<S> {
        WithoutDefault(PhantomData)
    }
}

impl<S> NoDefault<S> for ResumeType<S> {}

/// A kind of value, `T`, that a generator can delegate to which passes `Y`, `S` and `E` and is driven by
/// `D`.
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
    /// What a delegation to it gives in the end.
    type Return;
    /// What the body waits with.
    type Delegation: Future<Output = (SlotPointer<Y, S, E, D>, Self::Return)>;

    /// Begins to delegate to `delegate`. `resume` makes the value that resumes one which was
    /// started before.
    fn delegate(
        self,
        pointer: SlotPointer<Y, S, E, D>,
        delegate: T,
        resume: Option<fn() -> S>,
    ) -> Self::Delegation;
}

/// On the frames.
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
        // SAFETY: the pointer is of a body that genfn's macros wrote, which waits at once for what
        // this gives; a machine of this kind has frames.
        unsafe { delegate.__push(Handover::of(pointer), resume) };
        Delegation::new()
    }
}

/// The coroutine stays where it is, and the body that delegates to it drives it.
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

/// An iterator stays where it is in any case.
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
