//! The kinds of delegates, found by method lookup, and the kinds that a generator can delegate to.

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
/// The same, where values are sent to the generator.
pub struct IsIteratorWithoutValues;
/// A type that no generator can delegate to.
pub struct IsOther;

impl IsCoroutine {
    /// The kind where values are sent to the generator.
    #[inline(always)]
    #[must_use]
    pub const fn with_values_of_the_generator(self) -> Self {
        self
    }
}

#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl IsIterator {
    /// The kind where values are sent to the generator.
    #[inline(always)]
    #[must_use]
    pub const fn with_values_of_the_generator(self) -> IsIteratorWithoutValues {
        IsIteratorWithoutValues
    }
}

impl IsOther {
    /// The kind where values are sent to the generator.
    #[inline(always)]
    #[must_use]
    pub const fn with_values_of_the_generator(self) -> Self {
        self
    }
}

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

/// Gives the default of `S`, with a hidden type: see [`resume_with`].
#[inline(always)]
#[must_use]
pub const fn with_default<S: Default>() -> impl ResumeWith<S> + Copy {
    WithDefault(PhantomData)
}

/// Hides the type of what gives a value. Each trait of this module that a delegate implements has a
/// parameter for it: where a type parameter is the delegate, rustc suggests the trait as a bound, and it
/// suggests no trait with a hidden type.
#[inline(always)]
pub const fn resume_with<S, R: ResumeWith<S> + Copy>(resume: R) -> impl ResumeWith<S> + Copy {
    resume
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

/// A kind that method lookup finds, which a body passes to its slot pointer.
///
/// The trait has no name outside of this crate. So the kind is one of this module's, and not what a
/// trait of the user's makes method lookup find.
pub trait DelegateKind {}

impl DelegateKind for IsCoroutine {}
impl DelegateKind for IsIterator {}
impl DelegateKind for IsIteratorWithoutValues {}
impl DelegateKind for IsOther {}

impl<Y, S, E, D> SlotPointer<Y, S, E, D> {
    /// Returns the pointer for a delegate of the kind `K`. The methods `yield_from!` and
    /// `try_yield_from!` are found by that kind.
    #[inline(always)]
    pub fn delegate_of_kind_of_the_generator<K: DelegateKind>(
        self,
        _kind: K,
    ) -> DelegatingPointer<K, Y, S, E, D> {
        DelegatingPointer(self, PhantomData)
    }
}

/// The slot pointer of a body that delegates to a delegate of the kind `K`.
///
/// Each method hands the generator's steps to the delegate until it returns. An expansion awaits the
/// future that it gives at once, in the body that the pointer was given to, and drops nothing before
/// (I4, I7). The methods take the pointer by value, as those of [`SlotPointer`] do.
///
/// The value of `yield_from!` is what the delegate returned. The value of `try_yield_from!` is that, or
/// the [`Interrupt`](crate::Interrupt) that the delegate did not catch. The methods named `opaque` are
/// for a generator with a type that is hidden in its signature. Then the body says what the type is, and
/// rustc has to compare it as an associated type.
pub struct DelegatingPointer<K, Y, S, E, D>(SlotPointer<Y, S, E, D>, PhantomData<fn(K)>);

impl<Y, S, E, D> DelegatingPointer<IsCoroutine, Y, S, E, D> {
    /// Begins to delegate to the coroutine, where a type of the generator is hidden in its signature. Then
    /// the body says what the type is, and rustc has to compare it as an associated type.
    #[inline(always)]
    pub fn yield_from_opaque_of_the_generator<C, R>(
        self,
        delegate: C,
        _resume: R,
    ) -> <C as DelegateCoroutine<Y, S, E, Y, S, E, D, R>>::Delegation
    where
        C: Coroutine<Yield = Y, Resume = S, Error = E> + DelegateCoroutine<Y, S, E, Y, S, E, D, R>,
        R: ResumeWith<S>,
    {
        delegate.delegate(self.0, R::RESUME)
    }

    /// The same, for a body that catches what leaves the coroutine.
    #[inline(always)]
    pub fn try_yield_from_opaque_of_the_generator<C, R>(
        self,
        delegate: C,
        _resume: R,
    ) -> TryDelegation<<C as DelegateCoroutine<Y, S, E, Y, S, E, D, R>>::Delegation>
    where
        C: Coroutine<Yield = Y, Resume = S, Error = E> + DelegateCoroutine<Y, S, E, Y, S, E, D, R>,
        R: ResumeWith<S>,
    {
        TryDelegation::new(delegate.delegate(self.0, R::RESUME))
    }

    /// Begins to delegate to the coroutine.
    #[inline(always)]
    pub fn yield_from_of_the_generator<C, R>(self, delegate: C, _resume: R) -> C::Delegation
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
                R,
            >,
        R: ResumeWith<S>,
    {
        delegate.delegate(self.0, R::RESUME)
    }

    /// The same, for a body that catches what leaves the coroutine.
    #[inline(always)]
    pub fn try_yield_from_of_the_generator<C, R>(
        self,
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
                R,
            >,
        R: ResumeWith<S>,
    {
        TryDelegation::new(delegate.delegate(self.0, R::RESUME))
    }
}

#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl<Y, S, E, D> DelegatingPointer<IsIterator, Y, S, E, D> {
    /// Begins to delegate to the iterator, where a type of the generator is hidden in its signature.
    #[inline(always)]
    pub fn yield_from_opaque_of_the_generator<I, R>(
        self,
        delegate: I,
        _resume: R,
    ) -> IteratorDelegation<I::IntoIter, S, E, D>
    where
        I: IntoIterator<Item = Y>,
    {
        IteratorDelegation::new(delegate.into_iter())
    }

    /// The same, for a body that catches what leaves the iterator: a close.
    #[inline(always)]
    pub fn try_yield_from_opaque_of_the_generator<I, R>(
        self,
        delegate: I,
        _resume: R,
    ) -> TryDelegation<IteratorDelegation<I::IntoIter, S, E, D>>
    where
        I: IntoIterator<Item = Y>,
    {
        TryDelegation::new(IteratorDelegation::new(delegate.into_iter()))
    }

    /// Begins to delegate to the iterator.
    #[inline(always)]
    pub fn yield_from_of_the_generator<I, R>(self, delegate: I, _resume: R) -> I::Delegation
    where
        I: IntoIterator,
        I: DelegateIterator<<I as IntoIterator>::Item, Y, S, E, D, R>,
    {
        delegate.delegate()
    }

    /// The same, for a body that catches what leaves the iterator: a close.
    #[inline(always)]
    pub fn try_yield_from_of_the_generator<I, R>(
        self,
        delegate: I,
        _resume: R,
    ) -> TryDelegation<I::Delegation>
    where
        I: IntoIterator,
        I: DelegateIterator<<I as IntoIterator>::Item, Y, S, E, D, R>,
    {
        TryDelegation::new(delegate.delegate())
    }
}

#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl<Y, S, E, D> DelegatingPointer<IsIteratorWithoutValues, Y, S, E, D> {
    /// Begins to delegate to the iterator, where the values are `()` under another name. All others have no
    /// place to go.
    #[inline(always)]
    pub fn yield_from_of_the_generator<I, R>(self, delegate: I, _resume: R) -> I::Delegation
    where
        I: DelegateWithoutValues<Y, S, E, D, R>,
    {
        delegate.delegate()
    }

    /// The same, for a body that catches what leaves the iterator: a close.
    #[inline(always)]
    pub fn try_yield_from_of_the_generator<I, R>(
        self,
        delegate: I,
        _resume: R,
    ) -> TryDelegation<I::Delegation>
    where
        I: DelegateWithoutValues<Y, S, E, D, R>,
    {
        TryDelegation::new(delegate.delegate())
    }

    /// The same, where a type of the generator is hidden in its signature.
    #[inline(always)]
    pub fn yield_from_opaque_of_the_generator<I, R>(self, delegate: I, _resume: R) -> I::Delegation
    where
        I: DelegateWithoutValues<Y, S, E, D, R>,
    {
        delegate.delegate()
    }

    /// The same, for a body that catches what leaves the iterator: a close.
    #[inline(always)]
    pub fn try_yield_from_opaque_of_the_generator<I, R>(
        self,
        delegate: I,
        _resume: R,
    ) -> TryDelegation<I::Delegation>
    where
        I: DelegateWithoutValues<Y, S, E, D, R>,
    {
        TryDelegation::new(delegate.delegate())
    }
}

#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl<Y, S, E, D> DelegatingPointer<IsOther, Y, S, E, D> {
    /// Rejects the delegate.
    pub fn yield_from_of_the_generator<T, R>(self, _: T, _resume: R) -> T::Delegation
    where
        T: Delegate<Y, S, E, D, R>,
    {
        unreachable!("it is implemented for no type")
    }

    /// Rejects the delegate.
    pub fn try_yield_from_of_the_generator<T, R>(self, _: T, _resume: R) -> T::Delegation
    where
        T: Delegate<Y, S, E, D, R>,
    {
        unreachable!("it is implemented for no type")
    }

    /// Rejects the delegate.
    pub fn yield_from_opaque_of_the_generator<T, R>(self, _: T, _resume: R) -> T::Delegation
    where
        T: Delegate<Y, S, E, D, R>,
    {
        unreachable!("it is implemented for no type")
    }

    /// Rejects the delegate.
    pub fn try_yield_from_opaque_of_the_generator<T, R>(self, _: T, _resume: R) -> T::Delegation
    where
        T: Delegate<Y, S, E, D, R>,
    {
        unreachable!("it is implemented for no type")
    }
}

/// A coroutine whose types, the first three, are those of the generator, the next three. `R` is hidden by
/// [`resume_with`].
///
/// These traits have no names outside of this crate, so nobody else implements them. A delegate that does
/// not fit is an error about one of them: the body then waits for a type that rustc knows to be wrong,
/// and shows no other error.
#[diagnostic::on_unimplemented(
    message = "this generator cannot delegate to `{Self}`, because they differ in a type",
    label = "yields `{Yielded}`, is sent `{Sent}` and throws `{Thrown}`",
    note = "the generator yields `{Y}`, is sent `{S}` and throws `{E}`",
    note = "`use genfn::CoroutineExt;` and change the delegate: what it yields by `.map_yield(..)`, for \
            instance `.map_yield(Ok)`, what it is sent by `.map_resume(..)`, and what it throws by \
            `.with_error()` where that is `Infallible`, and by `.map_error(..)` otherwise; or write the \
            loop: `for value in values {{ yield_!(..) }}`",
    note = "a type parameter gives its types in a bound: \
            `C: Coroutine<Yield = .., Resume = .., Error = ..>`"
)]
pub trait DelegateCoroutine<Yielded, Sent, Thrown, Y, S, E, D, R>: Coroutine {
    /// What the body waits with.
    type Delegation: Future<Output = (SlotPointer<Y, S, E, D>, Self::Return)>;
    /// What an explicit state keeps.
    type Kept;

    /// Begins to delegate to it. `resume` makes the value that resumes a coroutine which was started
    /// before.
    fn delegate(
        self,
        pointer: SlotPointer<Y, S, E, D>,
        resume: Option<fn() -> S>,
    ) -> Self::Delegation;

    /// Gives what an explicit state keeps.
    fn kept(self) -> Self::Kept;
}

/// The coroutine is pushed on the stack of delegates.
#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<C, Y, S, E, R> DelegateCoroutine<Y, S, E, Y, S, E, DelegateStack, R> for C
where
    C: Coroutine<Yield = Y, Resume = S, Error = E>,
{
    type Delegation = Delegation<C>;
    type Kept = C;

    #[inline(always)]
    fn kept(self) -> C {
        self
    }

    #[inline(always)]
    fn delegate(
        self,
        pointer: SlotPointer<Y, S, E, DelegateStack>,
        resume: Option<fn() -> S>,
    ) -> Delegation<C> {
        Delegation::new(pointer, self, resume)
    }
}

/// The coroutine stays where it is, and the body that delegates to it drives it.
#[diagnostic::do_not_recommend]
impl<C, Y, S, E, R> DelegateCoroutine<Y, S, E, Y, S, E, DrivesInPlace, R> for C
where
    C: Coroutine<Yield = Y, Resume = S, Error = E>,
{
    type Delegation = CoroutineDelegation<C>;
    type Kept = C;

    #[inline(always)]
    fn kept(self) -> C {
        self
    }

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
    note = "copy items from behind references by `.iter().copied()` or `.cloned()`, change their type by \
            `.into_iter().map(..)`, for instance `.map(Ok)`, and take generators out of an `Option` by \
            `.into_iter().flatten()`; or write the loop: `for value in values {{ yield_!(..) }}`"
)]
pub trait DelegateIterator<Item, Y, S, E, D, R>: IntoIterator {
    /// What the body waits with.
    type Delegation: Future<Output = (SlotPointer<Y, S, E, D>, ())>;
    /// What an explicit state keeps.
    type Kept;

    /// Begins to delegate to it. It stays where it is in any case.
    fn delegate(self) -> Self::Delegation;

    /// Gives what an explicit state keeps.
    fn kept(self) -> Self::Kept;
}

/// Implements a trait for each driver. rustc shows an impl in a message if it is the only one of its trait.
macro_rules! delegate_iterator {
    ($([$($parameter:ident),*] $trait:ident<$($argument:ty),*>, $sent:ty, $driver:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<I, $($parameter,)* E, R> $trait<$($argument,)* $sent, E, $driver, R> for I
        where
            I: IntoIterator<Item = Y>,
        {
            type Delegation = IteratorDelegation<I::IntoIter, $sent, E, $driver>;
            type Kept = I::IntoIter;

            #[inline(always)]
            fn kept(self) -> I::IntoIter {
                self.into_iter()
            }

            #[inline(always)]
            fn delegate(self) -> Self::Delegation {
                IteratorDelegation::new(self.into_iter())
            }
        }
    )*};
}

#[cfg(feature = "alloc")]
delegate_iterator! {
    [Y, S] DelegateIterator<Y, Y>, S, DelegateStack;
    [Y] DelegateWithoutValues<Y>, (), DelegateStack;
}

delegate_iterator! {
    [Y, S] DelegateIterator<Y, Y>, S, DrivesInPlace;
    [Y] DelegateWithoutValues<Y>, (), DrivesInPlace;
}

/// An iterator as the delegate of a generator that is sent values of the type `S`, which is `()`.
#[diagnostic::on_unimplemented(
    message = "this generator is sent `{S}`, and cannot delegate to `{Self}`, which is sent nothing",
    label = "an iterator has no use for the values that are sent",
    note = "write the loop, in which each yield is sent one: `for value in values {{ yield_!(value); }}`; or \
            make the iterator a coroutine that drops what it is sent: `use genfn::CoroutineExt;` and \
            `genfn::coroutine::from_iter(values).map_resume(|_: {S}| ())`"
)]
pub trait DelegateWithoutValues<Y, S, E, D, R> {
    /// What the body waits with.
    type Delegation: Future<Output = (SlotPointer<Y, S, E, D>, ())>;
    /// What an explicit state keeps.
    type Kept;

    /// Begins to delegate to it. It stays where it is in any case.
    fn delegate(self) -> Self::Delegation;

    /// Gives what an explicit state keeps.
    fn kept(self) -> Self::Kept;
}

/// Implemented for no type: each that a generator can delegate to is of another kind.
#[diagnostic::on_unimplemented(
    message = "this generator cannot delegate to `{Self}`",
    label = "neither a coroutine nor an iterator",
    note = "call a generator function, `f(..)`; pin the generator that one gives as \
            `impl PinCoroutine`, `genfn::pin!(f(..))`",
    note = "a delegate yields `{Y}`; to yield one value, write `yield_!(..)`"
)]
pub trait Delegate<Y, S, E, D, R> {
    /// What the body would wait with.
    type Delegation: Future<Output = (SlotPointer<Y, S, E, D>, ())>;
    /// What an explicit state would keep.
    type Kept;
}
