//! What an asynchronous generator that did not compile returns, so that its callers show no errors of
//! their own.

use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::error::CloseError;
use crate::stream::close::CloseStream;

/// A stream of which there are no values: what gives one did not compile.
pub struct StreamStandIn<Y>(Infallible, PhantomData<fn() -> Y>);

impl<Y> Clone for StreamStandIn<Y> {
    fn clone(&self) -> Self {
        match self.0 {}
    }
}

impl<Y> Stream for StreamStandIn<Y> {
    type Item = Y;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Y>> {
        match self.0 {}
    }
}

impl<Y> FusedStream for StreamStandIn<Y> {
    fn is_terminated(&self) -> bool {
        match self.0 {}
    }
}

impl<Y> CloseStream for StreamStandIn<Y> {
    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), CloseError<Y>>> {
        match self.0 {}
    }
}

impl<Y> Debug for StreamStandIn<Y> {
    fn fmt(&self, _: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}
