//! `.await` in the body of a stream: what is awaited is polled with the task's own waker.
//!
//! ```text
//! // in                   // out
//! future.await            wait(future).await
//! ```
//!
//! A future keeps a clone of the waker that it is polled with, and compares it at the next poll
//! (`Waker::will_wake`). A clone of the proxy is the task's and never equal to the proxy, so that each
//! pending poll would clone once more; and some executors know their own wakers only. An `.await` that a
//! macro writes is not seen, and polls with the proxy: it works all the same.

use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::stream::slot::task_at;
use crate::stream::waker::{panic_exchanged_context, slot_in};

/// Something to be awaited with the waker of the task.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Wait<F>(F);

/// Waits for `future` in the body of a stream, with the waker of the task that polls the stream.
///
/// Whether it is a future is asked at the `.await`, for an error to be there, and nowhere else.
#[inline(always)]
pub fn wait<F>(future: F) -> Wait<F> {
    Wait(future)
}

impl<F: IntoFuture> IntoFuture for Wait<F> {
    type Output = F::Output;
    type IntoFuture = Waiting<F::IntoFuture>;

    #[inline(always)]
    fn into_future(self) -> Waiting<F::IntoFuture> {
        Waiting(self.0.into_future())
    }
}

/// A future that polls `F` with the waker of the task.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Waiting<F>(F);

impl<F: Future> Future for Waiting<F> {
    type Output = F::Output;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let Some(slot) = slot_in(context) else { panic_exchanged_context() };
        // SAFETY: the slot of a proxy is alive (S3).
        let task = unsafe { task_at(slot.as_ptr()) };
        // SAFETY: the task's waker outlives the poll.
        let mut task = Context::from_waker(unsafe { task.as_ref() });
        // SAFETY: the only field is pinned where this is, and never moved.
        let future = unsafe { self.map_unchecked_mut(|this| &mut this.0) };
        future.poll(&mut task)
    }
}
