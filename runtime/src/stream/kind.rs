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

impl<Y, D> StreamSlotPointer<Y, D> {
    /// `yield_from!(delegate)`: gives the items of `delegate` to the consumer until it ends; its value
    /// is what the delegate returned.
    #[inline(always)]
    pub fn yield_from_of_the_generator<K, T>(self, kind: K, delegate: T) -> K::Delegation
    where
        K: DelegateStreamTo<T, Y, D>,
    {
        // SAFETY: S1, the expansion of the macro awaits the delegation next.
        kind.delegate(unsafe { PushPermit::new(self) }, delegate)
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
        TryDelegation::new(self.yield_from_of_the_generator(kind, delegate))
    }
}
