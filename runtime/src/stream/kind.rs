//! What a stream can delegate to.
//!
//! The expansion finds out by method lookup, in the order of [`StreamAsyncGeneratorKind`],
//! [`StreamCloseKind`], [`StreamPlainKind`], [`StreamCoroutineKind`], [`StreamIteratorKind`],
//! [`StreamOtherKind`], on a reference to a [`StreamKind`].

use core::future::Future;
use core::marker::PhantomData;

use futures_core::Stream;

use crate::protocol::coroutine::Coroutine;
use crate::stream::close::{AsyncGenerator, CloseStream};
#[cfg(feature = "alloc")]
use crate::stream::delegation::Delegation;
use crate::stream::delegation::{
    CloseDelegate, CoroutineDelegate, DrivenDelegation, IteratorDelegate, StreamDelegate,
    TryDelegation,
};
#[cfg(feature = "alloc")]
use crate::stream::driver::StreamStack;
use crate::stream::suspension::StreamSlotPointer;

/// The type of a value that is delegated to, for method lookup.
pub struct StreamKind<T>(PhantomData<fn(T)>);

impl<T> StreamKind<T> {
    /// That of `value`.
    #[inline(always)]
    #[must_use]
    pub const fn of(_value: &T) -> Self {
        Self(PhantomData)
    }
}

/// Says of values that they are of one kind, each before the next.
macro_rules! kinds {
    ($(
        $(#[$documentation:meta])*
        $kind:ident: $says:ident for [$($reference:tt)*] where [$($bound:tt)*];
    )*) => {$(
        $(#[$documentation])*
        pub struct $kind;

        #[doc = concat!("Says of a value that it is of the kind `", stringify!($kind), "`.")]
        pub trait $says {
            /// Which kind that is.
            #[inline(always)]
            fn kind_of_delegate_of_the_generator(&self) -> $kind {
                $kind
            }
        }

        impl<T: $($bound)*> $says for $($reference)* StreamKind<T> {}
    )*};
}

kinds! {
    /// A stream that the macros made.
    IsAsyncGenerator: StreamAsyncGeneratorKind for [&&&&&] where [AsyncGenerator];
    /// A stream that can be closed.
    IsClosable: StreamCloseKind for [&&&&] where [CloseStream];
    /// Any other stream.
    IsStream: StreamPlainKind for [&&&] where [Stream];
    /// A coroutine that is resumed without a value.
    IsCoroutine: StreamCoroutineKind for [&&] where [Coroutine<Resume = ()>];
    /// Anything else that can be iterated over.
    IsIterator: StreamIteratorKind for [&] where [IntoIterator];
    /// What cannot be delegated to.
    IsOther: StreamOtherKind for [] where [];
}

/// A kind of value, `T`, that a stream of items `Y` with the driver `D` can delegate to.
///
/// It is no public name: whoever implemented it would get hold of a pointer to a slot.
#[diagnostic::on_unimplemented(
    message = "this stream cannot delegate to `{T}`",
    label = "cannot be delegated to from here",
    note = "in a stream, `yield_from!` takes a stream, a generator or anything that can be iterated \
            over, whose items are those of the stream, here `{Y}`",
    note = "to delegate to something else, write the loop: `while let Some(value) = \
            values.next().await {{ yield_!(..) }}`"
)]
pub trait DelegateStreamTo<T, Y, D> {
    /// What a delegation to it gives in the end.
    type Return;
    /// What the body waits with.
    type Delegation: Future<Output = Self::Return>;

    /// Begins to delegate to `delegate`.
    ///
    /// # Safety
    ///
    /// S2 holds for `pointer`, and the body awaits the delegation next.
    unsafe fn delegate(self, pointer: StreamSlotPointer<Y, D>, delegate: T) -> Self::Delegation;
}

#[cfg(feature = "alloc")]
impl<S: AsyncGenerator> DelegateStreamTo<S, S::Item, StreamStack> for IsAsyncGenerator {
    type Return = ();
    type Delegation = Delegation<S>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        pointer: StreamSlotPointer<S::Item, StreamStack>,
        delegate: S,
    ) -> Delegation<S> {
        // SAFETY: this function's own contract.
        unsafe { delegate.push_of_the_generator(pointer) };
        Delegation::new()
    }
}

/// Without a heap there is no stack of delegates.
#[cfg(not(feature = "alloc"))]
impl<S: AsyncGenerator, D> DelegateStreamTo<S, S::Item, D> for IsAsyncGenerator {
    type Return = ();
    type Delegation = DrivenDelegation<CloseDelegate<S>, S::Item>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        _: StreamSlotPointer<S::Item, D>,
        delegate: S,
    ) -> DrivenDelegation<CloseDelegate<S>, S::Item> {
        DrivenDelegation::new(CloseDelegate(delegate))
    }
}

impl<S: CloseStream, D> DelegateStreamTo<S, S::Item, D> for IsClosable {
    type Return = ();
    type Delegation = DrivenDelegation<CloseDelegate<S>, S::Item>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        _: StreamSlotPointer<S::Item, D>,
        delegate: S,
    ) -> DrivenDelegation<CloseDelegate<S>, S::Item> {
        DrivenDelegation::new(CloseDelegate(delegate))
    }
}

impl<S: Stream, D> DelegateStreamTo<S, S::Item, D> for IsStream {
    type Return = ();
    type Delegation = DrivenDelegation<StreamDelegate<S>, S::Item>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        _: StreamSlotPointer<S::Item, D>,
        delegate: S,
    ) -> DrivenDelegation<StreamDelegate<S>, S::Item> {
        DrivenDelegation::new(StreamDelegate(delegate))
    }
}

impl<C: Coroutine<Resume = ()>, D> DelegateStreamTo<C, C::Yield, D> for IsCoroutine {
    type Return = C::Return;
    type Delegation = DrivenDelegation<CoroutineDelegate<C>, C::Yield>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        _: StreamSlotPointer<C::Yield, D>,
        delegate: C,
    ) -> DrivenDelegation<CoroutineDelegate<C>, C::Yield> {
        DrivenDelegation::new(CoroutineDelegate(delegate))
    }
}

impl<I: IntoIterator, D> DelegateStreamTo<I, I::Item, D> for IsIterator {
    type Return = ();
    type Delegation = DrivenDelegation<IteratorDelegate<I::IntoIter>, I::Item>;

    #[inline(always)]
    unsafe fn delegate(
        self,
        _: StreamSlotPointer<I::Item, D>,
        delegate: I,
    ) -> DrivenDelegation<IteratorDelegate<I::IntoIter>, I::Item> {
        DrivenDelegation::new(IteratorDelegate(delegate.into_iter()))
    }
}

impl<Y, D> StreamSlotPointer<Y, D> {
    /// `yield_from!(delegate)`: gives the items of `delegate` to the consumer until it ends; its value
    /// is what the delegate returned.
    #[inline(always)]
    pub fn yield_from_of_the_generator<K, T>(self, kind: K, delegate: T) -> K::Delegation
    where
        K: DelegateStreamTo<T, Y, D>,
    {
        // SAFETY: the body has awaited nothing since it found the slot, and awaits this next (S2).
        unsafe { kind.delegate(self, delegate) }
    }

    /// `try_yield_from!(delegate)`: as `yield_from!`, and an error if the consumer closes the stream and
    /// the delegate does not catch that.
    #[inline(always)]
    pub fn try_yield_from_of_the_generator<K, T>(
        self,
        kind: K,
        delegate: T,
    ) -> TryDelegation<K::Delegation, Y>
    where
        K: DelegateStreamTo<T, Y, D>,
    {
        // SAFETY: as in `yield_from_of_the_generator` (S2).
        TryDelegation::new(unsafe { kind.delegate(self, delegate) })
    }
}
