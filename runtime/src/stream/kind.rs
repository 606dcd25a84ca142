//! What a stream can delegate to.
//!
//! The expansion finds out by method lookup, in the order of [`StreamAsyncGeneratorKind`],
//! [`StreamCloseKind`], [`StreamPlainKind`], [`StreamCoroutineKind`], [`StreamIteratorKind`],
//! [`StreamOtherKind`], on a reference to a [`StreamKind`].

use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::Stream;

use crate::delegation::driven::take_stored_return;
use crate::error::CloseError;
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Status};
use crate::stream::close::{AsyncGenerator, CloseStream};
#[cfg(feature = "alloc")]
use crate::stream::delegation::Delegation;
use crate::stream::delegation::{Drive, DrivenDelegation, Driving, TryDelegation, Unpinned};
#[cfg(feature = "alloc")]
use crate::stream::driver::StreamStack;
use crate::stream::suspension::{PushPermit, StreamSlotPointer};

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

/// A delegate of the kind `K`.
///
/// `U` is the type of [`unnamed`](crate::stream::suspension::unnamed): rustc suggests no bound with such a
/// type, where a type parameter is the delegate.
#[diagnostic::on_unimplemented(
    message = "this stream cannot delegate to `{Self}`",
    label = "neither a stream nor a coroutine nor an iterator",
    note = "call a generator function, `f(..)`; await a future that gives a stream, `f(..).await`; let a \
            coroutine that is sent values be sent `()`, by `.map_resume(..)` of `genfn::CoroutineExt`",
    note = "to yield one value, write `yield_!(..)`"
)]
pub trait StreamDelegate<K, U> {
    /// What it yields.
    type Item;
}

/// Something whose items, the first type, are those of the stream, `Y`.
#[diagnostic::on_unimplemented(
    message = "this stream yields `{Y}`, and cannot delegate to `{Self}`, which yields `{Item}`",
    label = "expected items of type `{Y}`, found `{Item}`",
    note = "change the items of a stream by `.map(..)` of `StreamExt`, for instance `.map(Ok)`, those of a \
            collection by `.into_iter().map(..)`, and copy them from behind references by \
            `.iter().copied()` or `.cloned()`",
    note = "or write the loop: `while let Some(value) = values.next().await {{ yield_!(..) }}` over a pinned \
            stream, `for value in values {{ yield_!(..) }}` over a collection"
)]
pub trait DelegateToStream<K, Item, Y, D, U> {
    /// What the body waits with.
    type Delegation;

    /// Begins to delegate to it.
    fn delegate_to(self, kind: K, permit: PushPermit<Y, D>) -> Self::Delegation;
}

/// Implements the trait for delegates of each kind.
macro_rules! delegate_to_stream {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, Y, D, U> DelegateToStream<$kind, Y, Y, D, U> for T
        where
            $kind: DelegateStreamTo<T, Y, D>,
        {
            type Delegation = <$kind as DelegateStreamTo<T, Y, D>>::Delegation;

            #[inline(always)]
            fn delegate_to(self, kind: $kind, permit: PushPermit<Y, D>) -> Self::Delegation {
                kind.delegate(permit, self)
            }
        }
    )*};
}

delegate_to_stream!(IsAsyncGenerator IsClosable IsStream IsCoroutine IsIterator);

/// A kind of value, `T`, that a stream of items `Y` with the driver `D` can delegate to.
///
/// It is no public name: whoever implemented it would get hold of a pointer to a slot.
pub trait DelegateStreamTo<T, Y, D> {
    /// What a delegation to it gives in the end.
    type Return;
    /// What the body waits with.
    type Delegation: Future<Output = Self::Return>;

    /// Begins to delegate to `delegate`.
    fn delegate(self, permit: PushPermit<Y, D>, delegate: T) -> Self::Delegation;
}

#[cfg(feature = "alloc")]
impl<S: AsyncGenerator> DelegateStreamTo<S, S::Item, StreamStack> for IsAsyncGenerator {
    type Return = ();
    type Delegation = Delegation<S>;

    #[inline(always)]
    fn delegate(self, permit: PushPermit<S::Item, StreamStack>, delegate: S) -> Delegation<S> {
        delegate.push_of_the_generator(permit);
        Delegation::new()
    }
}

/// Says of delegates of each kind what they yield.
macro_rules! delegates {
    ($($kind:ident [$delegate:ident: $($bound:tt)*] $item:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$delegate: $($bound)*, U> StreamDelegate<$kind, U> for $delegate {
            type Item = $item;
        }
    )*};
}

delegates! {
    IsAsyncGenerator [S: AsyncGenerator] S::Item;
    IsClosable [S: CloseStream] S::Item;
    IsStream [S: Stream] S::Item;
    IsCoroutine [C: Coroutine<Resume = ()>] C::Yield;
    IsIterator [I: IntoIterator] I::Item;
}

/// Kinds of delegates that stay where the body waits for them.
macro_rules! driven {
    ($(
        $(#[$attribute:meta])*
        $kind:ident [$delegate:ident: $($bound:tt)*] $item:ty => $held:ty, $hold:expr;
    )*) => {$(
        $(#[$attribute])*
        impl<$delegate: $($bound)*, D> DelegateStreamTo<$delegate, $item, D> for $kind {
            type Return = <Self as Drive<$held, $item>>::Return;
            type Delegation = DrivenDelegation<$held, Self, $item>;

            #[inline(always)]
            fn delegate(self, _: PushPermit<$item, D>, delegate: $delegate) -> Self::Delegation {
                DrivenDelegation::new($hold(delegate))
            }
        }
    )*};
}

driven! {
    /// Without a heap there is no stack of delegates.
    #[cfg(not(feature = "alloc"))]
    IsAsyncGenerator [S: AsyncGenerator] S::Item => S, |stream| stream;
    IsClosable [S: CloseStream] S::Item => S, |stream| stream;
    IsStream [S: Stream] S::Item => S, |stream| stream;
    IsCoroutine [C: Coroutine<Resume = ()>] C::Yield => Unpinned<C>, Unpinned;
    IsIterator [I: IntoIterator] I::Item => Unpinned<I::IntoIter>, unpinned_iterator;
}

#[inline(always)]
fn unpinned_iterator<I: IntoIterator>(items: I) -> Unpinned<I::IntoIter> {
    Unpinned(items.into_iter())
}

#[inline(always)]
fn poll_stream<S: Stream>(stream: Pin<&mut S>, task: &Waker) -> Poll<Driving<S::Item, ()>> {
    stream.poll_next(&mut Context::from_waker(task)).map(Driving::of_item)
}

#[cfg(not(feature = "alloc"))]
impl<S: AsyncGenerator> Drive<S, S::Item> for IsAsyncGenerator {
    type Return = ();

    #[inline(always)]
    fn poll_step(stream: Pin<&mut S>, task: &Waker) -> Poll<Driving<S::Item, ()>> {
        poll_stream(stream, task)
    }

    fn poll_close_step(stream: Pin<&mut S>, task: &Waker) -> Poll<Option<S::Item>> {
        IsClosable::poll_close_step(stream, task)
    }
}

impl<S: CloseStream> Drive<S, S::Item> for IsClosable {
    type Return = ();

    #[inline(always)]
    fn poll_step(stream: Pin<&mut S>, task: &Waker) -> Poll<Driving<S::Item, ()>> {
        poll_stream(stream, task)
    }

    fn poll_close_step(stream: Pin<&mut S>, task: &Waker) -> Poll<Option<S::Item>> {
        let closed = stream.poll_close(&mut Context::from_waker(task));
        closed.map(|closed| closed.err().map(CloseError::into_inner))
    }
}

impl<S: Stream> Drive<S, S::Item> for IsStream {
    type Return = ();

    #[inline(always)]
    fn poll_step(stream: Pin<&mut S>, task: &Waker) -> Poll<Driving<S::Item, ()>> {
        poll_stream(stream, task)
    }
}

impl<C: Coroutine<Resume = ()>> Drive<Unpinned<C>, C::Yield> for IsCoroutine {
    type Return = C::Return;

    #[inline(always)]
    fn poll_step(
        coroutine: Pin<&mut Unpinned<C>>,
        _: &Waker,
    ) -> Poll<Driving<C::Yield, C::Return>> {
        let coroutine = &mut coroutine.get_mut().0;
        let state = match coroutine.status() {
            Status::Created => coroutine.start().ok(),
            Status::Suspended => coroutine.send(()).ok(),
            Status::Finished => None,
        };
        Poll::Ready(match state {
            Some(CoroutineState::Yielded(item)) => Driving::Yielded(item),
            Some(CoroutineState::Complete(returned)) => Driving::Ended(returned),
            None => Driving::Ended(take_stored_return(coroutine)),
        })
    }

    fn poll_close_step(coroutine: Pin<&mut Unpinned<C>>, _: &Waker) -> Poll<Option<C::Yield>> {
        Poll::Ready(coroutine.get_mut().0.close().err().map(CloseError::into_inner))
    }
}

impl<I: Iterator> Drive<Unpinned<I>, I::Item> for IsIterator {
    type Return = ();

    #[inline(always)]
    fn poll_step(iterator: Pin<&mut Unpinned<I>>, _: &Waker) -> Poll<Driving<I::Item, ()>> {
        Poll::Ready(Driving::of_item(iterator.get_mut().0.next()))
    }
}

/// The methods that `yield_from!` and `try_yield_from!` call, on each kind.
macro_rules! delegating {
    ($($kind:ident)*) => {$(
        impl $kind {
            /// `yield_from!(delegate)`: gives the items of `delegate` to the consumer until it ends; its
            /// value is what the delegate returned.
            #[inline(always)]
            pub fn yield_from_of_the_generator<T, Y, D, U>(
                self,
                slot: StreamSlotPointer<Y, D>,
                delegate: T,
                _unnamed: U,
            ) -> <T as DelegateToStream<Self, T::Item, Y, D, U>>::Delegation
            where
                T: StreamDelegate<Self, U>,
                T: DelegateToStream<Self, <T as StreamDelegate<Self, U>>::Item, Y, D, U>,
            {
                // SAFETY: S1, the expansion of the macro awaits the delegation next.
                delegate.delegate_to(self, unsafe { PushPermit::new(slot) })
            }

            /// `try_yield_from!(delegate)`: as `yield_from!`, and an error if the consumer closes the
            /// stream and the delegate does not catch that.
            #[inline(always)]
            pub fn try_yield_from_of_the_generator<T, Y, D, U>(
                self,
                slot: StreamSlotPointer<Y, D>,
                delegate: T,
                unnamed: U,
            ) -> TryDelegation<<T as DelegateToStream<Self, T::Item, Y, D, U>>::Delegation, Y>
            where
                T: StreamDelegate<Self, U>,
                T: DelegateToStream<Self, <T as StreamDelegate<Self, U>>::Item, Y, D, U>,
            {
                TryDelegation::new(self.yield_from_of_the_generator(slot, delegate, unnamed))
            }
        }
    )*};
}

delegating!(IsAsyncGenerator IsClosable IsStream IsCoroutine IsIterator);

#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl IsOther {
    /// Rejects the delegate.
    pub fn yield_from_of_the_generator<T, Y, D, U>(
        self,
        _: StreamSlotPointer<Y, D>,
        _: T,
        _: U,
    ) -> T::Item
    where
        T: StreamDelegate<Self, U>,
    {
        unreachable!("it is implemented for no type")
    }

    /// Rejects the delegate.
    pub fn try_yield_from_of_the_generator<T, Y, D, U>(
        self,
        _: StreamSlotPointer<Y, D>,
        _: T,
        _: U,
    ) -> T::Item
    where
        T: StreamDelegate<Self, U>,
    {
        unreachable!("it is implemented for no type")
    }
}
