//! How a stream is closed: `aclose` of Python's asynchronous generators (PEP 525).

use core::fmt::Debug;
use core::future::Future;
use core::ops::DerefMut;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::combinators::into_stream::IntoStream;
use crate::error::CloseError;
use crate::protocol::coroutine::Coroutine;

/// A stream that can be told to end, and that may wait before it does.
///
/// Dropping a stream drops what is in its body, and runs destructors only. Closing a stream lets the
/// body run on: `try_yield!` gives [`Interrupt::Closed`](crate::Interrupt::Closed) to it, and the body
/// may await its goodbye. That is `aclose` of Python's asynchronous generators ([PEP 525]).
///
/// ```
/// use std::pin::pin;
///
/// use genfn::{CloseStream, generator};
/// # use std::future::Future;
/// # async fn send(_: &str) {}
/// # fn block_on(future: impl Future<Output = ()>) {
/// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #     assert!(pin!(future).poll(&mut context).is_ready());
/// # }
///
/// #[generator]
/// async fn session() -> impl Stream<Item = u32> {
///     for number in 0.. {
///         if try_yield!(number).is_err() {
///             return send("goodbye").await;
///         }
///     }
/// }
///
/// # block_on(async {
/// let mut session = pin!(session());
/// // .. poll some items, then
/// session.close().await.unwrap();
/// # });
/// # use futures_core::Stream;
/// ```
///
/// | the body | `close` |
/// |---|---|
/// | was not polled yet | drops the arguments and is `Ok(())` |
/// | is suspended at a `yield_!` | drops the body and is `Ok(())` |
/// | is suspended at a `try_yield!` | goes on with `Err(Interrupt::Closed)` |
/// | .. and returns | is `Ok(())` |
/// | .. and yields | is a [`CloseError`] with the item; the body stays suspended there |
/// | .. and returns an error, where the items are `Result`s | is a [`CloseError`] with the error, and the stream is over |
/// | waits for something else | goes on to its next yield, drops the item and is told there |
/// | delegates | the innermost delegate is told first, then those that delegate to it, one by one, each at its `yield_from!` |
/// | has ended | is `Ok(())` |
///
/// A delegate that was told and yields, or that ends with an error, ends all that delegate to it, and is
/// a [`CloseError`] with the item.
///
/// [PEP 525]: https://peps.python.org/pep-0525/
pub trait CloseStream: Stream {
    /// Goes on to close the stream, for the task of `context`.
    ///
    /// The body is told to close once. If the stream is polled for an item while it closes, it is no
    /// longer closing, and the next `poll_close` tells the body anew.
    ///
    /// # Errors
    ///
    /// [`CloseError`] with the item, if the body, or a delegate of it, yielded instead of ending.
    fn poll_close(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), CloseError<Self::Item>>>;

    /// A future that closes the stream. Nothing happens before it is polled.
    ///
    /// A stream that is not `Unpin` is pinned first: `let mut stream = pin!(stream)`.
    fn close(&mut self) -> Close<'_, Self>
    where
        Self: Sized + Unpin,
    {
        Close(self)
    }
}

/// The future of [`CloseStream::close`].
#[must_use = "futures do nothing unless you `.await` or poll them"]
#[derive(Debug)]
pub struct Close<'a, S: ?Sized>(&'a mut S);

impl<S: CloseStream + Unpin + ?Sized> Future for Close<'_, S> {
    type Output = Result<(), CloseError<S::Item>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut *self.0).poll_close(context)
    }
}

impl<P> CloseStream for Pin<P>
where
    P: DerefMut + Unpin,
    P::Target: CloseStream,
{
    #[inline]
    fn poll_close(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), CloseError<Self::Item>>> {
        self.get_mut().as_mut().poll_close(context)
    }
}

impl<S: CloseStream + Unpin + ?Sized> CloseStream for &mut S {
    #[inline]
    fn poll_close(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), CloseError<Self::Item>>> {
        Pin::new(&mut **self).poll_close(context)
    }
}

#[cfg(feature = "alloc")]
impl<S: CloseStream + Unpin + ?Sized> CloseStream for alloc::boxed::Box<S> {
    #[inline]
    fn poll_close(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), CloseError<Self::Item>>> {
        Pin::new(&mut **self).poll_close(context)
    }
}

impl<C: Coroutine<Resume = ()>> CloseStream for IntoStream<C> {
    #[inline]
    fn poll_close(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Result<(), CloseError<C::Yield>>> {
        Poll::Ready(self.get_mut().close_coroutine())
    }
}

/// What an asynchronous generator is beside a [`Stream`]: it can be closed, is over for ever once it
/// has ended, and tells where it is suspended.
///
/// [`#[generator]`](crate::generator) adds this bound to the return type of an `async fn`. The trait is
/// sealed, and `yield_from!` takes what has it apart: an item, or a wake-up, then costs the same at any
/// depth of delegation.
pub trait AsyncGenerator: FusedStream + CloseStream + Debug + PushStream {}

/// A stream that can be pushed on the stack of delegates. It is no public name: a stream of the macros
/// has it, and no other.
pub trait PushStream: Stream {
    /// Pushes the stream on the stack that the permit leads to, to be polled once the body suspends.
    #[cfg(feature = "alloc")]
    fn push_of_the_generator(
        self,
        permit: crate::stream::suspension::PushPermit<
            Self::Item,
            crate::stream::driver::StreamStack,
        >,
    ) where
        Self: Sized;
}
