//! Which kind a delegate is of, found by method lookup, and which kinds a generator can delegate to.

use core::future::Future;
use core::marker::PhantomData;

use crate::delegation::driven::CoroutineDelegate;
#[cfg(feature = "alloc")]
use crate::delegation::driver::DelegateStack;
#[cfg(feature = "alloc")]
use crate::delegation::futures::Delegation;
use crate::delegation::futures::{CoroutineDelegation, IteratorDelegation, TryDelegation};
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

impl IsCoroutine {
    /// Begins to delegate to the coroutine, where a type of the generator is hidden in its signature. Then
    /// the body says what the type is, and rustc has to compare it as an associated type.
    #[inline(always)]
    pub fn yield_from_opaque_of_the_generator<C, Y, S, E, D, R>(
        self,
        pointer: SlotPointer<Y, S, E, D>,
        delegate: C,
        _resume: R,
    ) -> <C as DelegateCoroutine<Y, S, E, Y, S, E, D>>::Delegation
    where
        C: Coroutine<Yield = Y, Resume = S, Error = E> + DelegateCoroutine<Y, S, E, Y, S, E, D>,
        R: ResumeWith<S>,
    {
        delegate.delegate(pointer, R::RESUME)
    }

    /// The same, for a body that catches what leaves the coroutine.
    #[inline(always)]
    pub fn try_yield_from_opaque_of_the_generator<C, Y, S, E, D, R>(
        self,
        pointer: SlotPointer<Y, S, E, D>,
        delegate: C,
        _resume: R,
    ) -> TryDelegation<<C as DelegateCoroutine<Y, S, E, Y, S, E, D>>::Delegation>
    where
        C: Coroutine<Yield = Y, Resume = S, Error = E> + DelegateCoroutine<Y, S, E, Y, S, E, D>,
        R: ResumeWith<S>,
    {
        TryDelegation::new(delegate.delegate(pointer, R::RESUME))
    }

    /// Begins to delegate to the coroutine.
    #[inline(always)]
    pub fn yield_from_of_the_generator<C, Y, S, E, D, R>(
        self,
        pointer: SlotPointer<Y, S, E, D>,
        delegate: C,
        _resume: R,
    ) -> C::Delegation
    where
        C: Coroutine,
        C: DelegateCoroutine<
                <C as Coroutine>::Yield,
                <C as Coroutine>::Resume,
                <C as Coroutine>::Error,
                Y,
                S,
                E,
                D,
            >,
        R: ResumeWith<S>,
    {
        delegate.delegate(pointer, R::RESUME)
    }

    /// The same, for a body that catches what leaves the coroutine.
    #[inline(always)]
    pub fn try_yield_from_of_the_generator<C, Y, S, E, D, R>(
        self,
        pointer: SlotPointer<Y, S, E, D>,
        delegate: C,
        _resume: R,
    ) -> TryDelegation<C::Delegation>
    where
        C: Coroutine,
        C: DelegateCoroutine<
                <C as Coroutine>::Yield,
                <C as Coroutine>::Resume,
                <C as Coroutine>::Error,
                Y,
                S,
                E,
                D,
            >,
        R: ResumeWith<S>,
    {
        TryDelegation::new(delegate.delegate(pointer, R::RESUME))
    }
}

impl IsIterator {
    /// Begins to delegate to the iterator, where a type of the generator is hidden in its signature.
    #[inline(always)]
    pub fn yield_from_opaque_of_the_generator<I, E, D, R>(
        self,
        _: SlotPointer<I::Item, (), E, D>,
        delegate: I,
        _resume: R,
    ) -> IteratorDelegation<I::IntoIter, (), E, D>
    where
        I: IntoIterator,
    {
        IteratorDelegation::new(delegate.into_iter())
    }

    /// The same, for a body that catches what leaves the iterator: a close.
    #[inline(always)]
    pub fn try_yield_from_opaque_of_the_generator<I, E, D, R>(
        self,
        _: SlotPointer<I::Item, (), E, D>,
        delegate: I,
        _resume: R,
    ) -> TryDelegation<IteratorDelegation<I::IntoIter, (), E, D>>
    where
        I: IntoIterator,
    {
        TryDelegation::new(IteratorDelegation::new(delegate.into_iter()))
    }

    /// Begins to delegate to the iterator.
    #[inline(always)]
    pub fn yield_from_of_the_generator<I, Y, S, E, D, R>(
        self,
        _: SlotPointer<Y, S, E, D>,
        delegate: I,
        _resume: R,
    ) -> I::Delegation
    where
        I: IntoIterator + DelegateWithoutValues<S>,
        I: DelegateIterator<<I as IntoIterator>::Item, Y, S, E, D>,
    {
        delegate.delegate()
    }

    /// The same, for a body that catches what leaves the iterator: a close.
    #[inline(always)]
    pub fn try_yield_from_of_the_generator<I, Y, S, E, D, R>(
        self,
        _: SlotPointer<Y, S, E, D>,
        delegate: I,
        _resume: R,
    ) -> TryDelegation<I::Delegation>
    where
        I: IntoIterator + DelegateWithoutValues<S>,
        I: DelegateIterator<<I as IntoIterator>::Item, Y, S, E, D>,
    {
        TryDelegation::new(delegate.delegate())
    }
}

impl IsOther {
    /// Rejects the delegate.
    pub fn yield_from_of_the_generator<T, Y, S, E, D, R>(
        self,
        _: SlotPointer<Y, S, E, D>,
        _: T,
        _resume: R,
    ) -> T::Delegation
    where
        T: Delegate<Y, S, E, D>,
    {
        unreachable!("it is implemented for no type")
    }

    /// Rejects the delegate.
    pub fn try_yield_from_of_the_generator<T, Y, S, E, D, R>(
        self,
        _: SlotPointer<Y, S, E, D>,
        _: T,
        _resume: R,
    ) -> T::Delegation
    where
        T: Delegate<Y, S, E, D>,
    {
        unreachable!("it is implemented for no type")
    }

    /// Rejects the delegate.
    pub fn yield_from_opaque_of_the_generator<T, Y, S, E, D, R>(
        self,
        _: SlotPointer<Y, S, E, D>,
        _: T,
        _resume: R,
    ) -> T::Delegation
    where
        T: Delegate<Y, S, E, D>,
    {
        unreachable!("it is implemented for no type")
    }

    /// Rejects the delegate.
    pub fn try_yield_from_opaque_of_the_generator<T, Y, S, E, D, R>(
        self,
        _: SlotPointer<Y, S, E, D>,
        _: T,
        _resume: R,
    ) -> T::Delegation
    where
        T: Delegate<Y, S, E, D>,
    {
        unreachable!("it is implemented for no type")
    }
}

/// A coroutine whose types, the first three, are those of the generator, the next three.
///
/// These traits have no names outside of this crate, so nobody else implements them. A delegate that does
/// not fit is an error about one of them: the body then waits for a type that rustc knows to be wrong,
/// and shows no other error.
#[diagnostic::on_unimplemented(
    message = "this generator cannot delegate to `{Self}`, because they differ in a type",
    label = "yields `{Yielded}`, is sent `{Sent}` and throws `{Thrown}`",
    note = "the generator yields `{Y}`, is sent `{S}` and throws `{E}`",
    note = "write both with the same types, or the loop: `for value in values {{ yield_!(..) }}`; a generator \
            that is an iterator goes through adapters, such as `.map(Ok)` to yield `Result`s",
    note = "a type parameter gives its types in a bound: \
            `C: Coroutine<Yield = .., Resume = .., Error = ..>`"
)]
pub trait DelegateCoroutine<Yielded, Sent, Thrown, Y, S, E, D>: Coroutine {
    /// What the body waits with.
    type Delegation: Future<Output = (SlotPointer<Y, S, E, D>, Self::Return)>;

    /// Begins to delegate to it. `resume` makes the value that resumes a coroutine which was started
    /// before.
    fn delegate(
        self,
        pointer: SlotPointer<Y, S, E, D>,
        resume: Option<fn() -> S>,
    ) -> Self::Delegation;
}

/// On the frames.
#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<C, Y, S, E> DelegateCoroutine<Y, S, E, Y, S, E, DelegateStack> for C
where
    C: Coroutine<Yield = Y, Resume = S, Error = E>,
{
    type Delegation = Delegation<C>;

    #[inline(always)]
    fn delegate(
        self,
        pointer: SlotPointer<Y, S, E, DelegateStack>,
        resume: Option<fn() -> S>,
    ) -> Delegation<C> {
        // SAFETY: the pointer is of a body that genfn's macros wrote, which waits at once for what
        // this gives; a machine of this kind has frames.
        unsafe { self.__push(Handover::of(pointer), resume) };
        Delegation::new()
    }
}

/// The coroutine stays where it is, and the body that delegates to it drives it.
#[diagnostic::do_not_recommend]
impl<C, Y, S, E> DelegateCoroutine<Y, S, E, Y, S, E, DrivesInPlace> for C
where
    C: Coroutine<Yield = Y, Resume = S, Error = E>,
{
    type Delegation = CoroutineDelegation<C>;

    #[inline(always)]
    fn delegate(
        self,
        _: SlotPointer<Y, S, E, DrivesInPlace>,
        resume: Option<fn() -> S>,
    ) -> CoroutineDelegation<C> {
        CoroutineDelegation::new(CoroutineDelegate { coroutine: self, resume })
    }
}

/// Something to iterate over whose items, the first type, are those of the generator, `Y`.
#[diagnostic::on_unimplemented(
    message = "this generator yields `{Y}`, and cannot delegate to `{Self}`, which yields `{Item}`",
    label = "expected items of type `{Y}`, found `{Item}`",
    note = "copy items from behind references by `.copied()` or `.cloned()`, make `Result`s of them by \
            `.map(Ok)`, and take generators out of an `Option` by `.into_iter().flatten()`",
    note = "for anything else, write the loop: `for value in values {{ yield_!(..) }}`"
)]
pub trait DelegateIterator<Item, Y, S, E, D>: IntoIterator {
    /// What the body waits with.
    type Delegation: Future<Output = (SlotPointer<Y, S, E, D>, ())>;

    /// Begins to delegate to it. It stays where it is in any case.
    fn delegate(self) -> Self::Delegation;
}

#[diagnostic::do_not_recommend]
impl<I, Y, S, E, D> DelegateIterator<Y, Y, S, E, D> for I
where
    I: IntoIterator<Item = Y>,
{
    type Delegation = IteratorDelegation<I::IntoIter, S, E, D>;

    #[inline(always)]
    fn delegate(self) -> IteratorDelegation<I::IntoIter, S, E, D> {
        IteratorDelegation::new(self.into_iter())
    }
}

/// Something that is sent values of the type `S`, which is `()` for what is only iterated over.
#[diagnostic::on_unimplemented(
    message = "this generator is sent `{S}`, and cannot delegate to `{Self}`, which is sent nothing",
    label = "an iterator has no use for the values that are sent",
    note = "write the loop, in which each yield is sent one: `for value in values {{ yield_!(value); }}`"
)]
pub trait DelegateWithoutValues<S> {}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator> DelegateWithoutValues<()> for I {}

/// Implemented for no type: each that a generator can delegate to is of another kind.
#[diagnostic::on_unimplemented(
    message = "this generator cannot delegate to `{Self}`",
    label = "neither a coroutine nor an iterator",
    note = "call a generator function, `f(..)`; pin the generator that one gives as \
            `impl PinCoroutine`, `genfn::pin!(f(..))`",
    note = "a delegate yields `{Y}`; to yield one value, write `yield_!(..)`"
)]
pub trait Delegate<Y, S, E, D> {
    /// What the body would wait with.
    type Delegation: Future<Output = (SlotPointer<Y, S, E, D>, ())>;
}
