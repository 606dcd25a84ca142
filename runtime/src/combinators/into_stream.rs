//! A coroutine as a stream.

use core::fmt::{self, Debug, Formatter};
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::combinators::forward::{implement_clone, step_by_default};
use crate::error::CloseError;
use crate::protocol::coroutine::{Coroutine, write_status};
use crate::state::{CoroutineState, Status};

/// A stream of what a coroutine yields, which keeps the value that it returns.
///
/// [`CoroutineExt::into_stream`](crate::CoroutineExt::into_stream) makes one. Each poll takes one step of
/// the coroutine and is ready. A coroutine awaits nothing, so the stream never wakes a task.
///
/// [`CloseStream`](crate::CloseStream) closes the coroutine as [`Coroutine::close`] does, and is ready at once.
#[must_use = "streams do nothing unless polled"]
pub struct IntoStream<C: Coroutine> {
    coroutine: C,
    /// The value that a poll, or a close, returned.
    returned: Option<C::Return>,
}

/// A coroutine is used by `&mut`, so pinning the stream pins nothing.
impl<C: Coroutine> Unpin for IntoStream<C> {}

impl<C: Coroutine> IntoStream<C> {
    #[inline]
    pub(super) const fn new(coroutine: C) -> Self {
        Self { coroutine, returned: None }
    }

    /// Takes the value that the coroutine returned. `None` before the stream has ended, and once the
    /// value was taken.
    #[inline]
    pub fn take_return(&mut self) -> Option<C::Return> {
        self.returned.take().or_else(|| self.coroutine.take_return())
    }

    /// Closes the coroutine, and keeps the value that it returns.
    #[inline]
    pub(crate) fn close_coroutine(&mut self) -> Result<(), CloseError<C::Yield>> {
        if let Some(returned) = self.coroutine.close()? {
            self.returned = Some(returned);
        }
        Ok(())
    }

    /// Returns the coroutine. A value that it has returned is dropped, unless the coroutine keeps it.
    #[inline]
    pub fn into_inner(self) -> C {
        self.coroutine
    }
}

impl<C: Coroutine<Resume = ()>> Stream for IntoStream<C> {
    type Item = C::Yield;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<C::Yield>> {
        if self.coroutine.__keeps_return() {
            return Poll::Ready(self.coroutine.__step_by_default());
        }
        Poll::Ready(match step_by_default(&mut self.coroutine) {
            Some(CoroutineState::Yielded(item)) => Some(item),
            Some(CoroutineState::Complete(returned)) => {
                self.returned = Some(returned);
                None
            }
            None => None,
        })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match self.coroutine.status() {
            Status::Created | Status::Suspended => self.coroutine.__size_hint(),
            Status::Finished => (0, Some(0)),
        }
    }
}

impl<C: Coroutine<Resume = ()>> FusedStream for IntoStream<C> {
    #[inline]
    fn is_terminated(&self) -> bool {
        self.coroutine.status() == Status::Finished
    }
}

impl<C: Coroutine> Debug for IntoStream<C> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let suspended_at = self.coroutine.__suspended_at();
        write_status(formatter, "IntoStream", self.coroutine.status(), suspended_at)
    }
}

implement_clone!(IntoStream { coroutine, returned }, IntoStream<C>, [C: Coroutine<Return: Clone> + Clone]);
