//! What the tests of streams share: tasks that are polled by hand, and futures that wait as often as
//! they are told.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::Stream;
use genfn::{CloseError, CloseStream};

/// A waker that counts how often it is woken and how often it is cloned.
pub(crate) struct Counts {
    pub(crate) woken: AtomicUsize,
}

impl Wake for Counts {
    fn wake(self: Arc<Self>) {
        self.woken.fetch_add(1, Ordering::SeqCst);
    }
}

/// A task that polls by hand.
pub(crate) struct Task {
    pub(crate) counts: Arc<Counts>,
    pub(crate) waker: Waker,
}

impl Task {
    pub(crate) fn new() -> Self {
        let counts = Arc::new(Counts { woken: AtomicUsize::new(0) });
        Self { waker: Waker::from(Arc::clone(&counts)), counts }
    }

    pub(crate) fn next<S: Stream + ?Sized>(&self, stream: Pin<&mut S>) -> Poll<Option<S::Item>> {
        stream.poll_next(&mut Context::from_waker(&self.waker))
    }

    pub(crate) fn close<S: CloseStream + ?Sized>(
        &self,
        stream: Pin<&mut S>,
    ) -> Poll<Result<(), CloseError<S::Item>>> {
        stream.poll_close(&mut Context::from_waker(&self.waker))
    }

    pub(crate) fn woken(&self) -> usize {
        self.counts.woken.load(Ordering::SeqCst)
    }

    /// How many clones of the waker there are beside the task's own.
    pub(crate) fn clones(&self) -> usize {
        Arc::strong_count(&self.counts) - 2
    }
}

/// Polls `stream` once, with a waker that does nothing.
pub(crate) fn next<S: Stream + ?Sized>(stream: Pin<&mut S>) -> Poll<Option<S::Item>> {
    stream.poll_next(&mut Context::from_waker(Waker::noop()))
}

/// Polls `stream` to close, with a waker that does nothing.
pub(crate) fn close<S: CloseStream + ?Sized>(
    stream: Pin<&mut S>,
) -> Poll<Result<(), CloseError<S::Item>>> {
    stream.poll_close(&mut Context::from_waker(Waker::noop()))
}

/// The items of a stream, which is polled again whenever it is pending.
pub(crate) fn items<S: Stream>(stream: S) -> Vec<S::Item> {
    let mut stream = pin!(stream);
    let mut items = Vec::new();
    for _ in 0..100_000 {
        match next(stream.as_mut()) {
            Poll::Ready(Some(item)) => items.push(item),
            Poll::Ready(None) => return items,
            Poll::Pending => {}
        }
    }
    panic!("the stream does not end");
}

/// Is pending `0` times before it is ready.
pub(crate) struct Pends(pub(crate) u32);

pub(crate) fn pends(times: u32) -> Pends {
    Pends(times)
}

impl Future for Pends {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// A future that is ready once the gate is open, and keeps the waker of its last poll.
#[derive(Clone, Default)]
pub(crate) struct Gate(Rc<(Cell<bool>, RefCell<Option<Waker>>)>);

impl Gate {
    pub(crate) fn open(&self) {
        self.0.0.set(true);
        if let Some(waker) = self.0.1.take() {
            waker.wake();
        }
    }

    /// The waker that the last poll has left.
    pub(crate) fn waker(&self) -> Option<Waker> {
        self.0.1.borrow().clone()
    }
}

impl Future for Gate {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0.0.get() {
            return Poll::Ready(());
        }
        let mut kept = self.0.1.borrow_mut();
        match &*kept {
            Some(waker) if waker.will_wake(context.waker()) => {}
            _ => *kept = Some(context.waker().clone()),
        }
        Poll::Pending
    }
}

/// What happened, in order.
#[derive(Clone, Default)]
pub(crate) struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    pub(crate) fn say(&self, what: impl Into<String>) {
        self.0.borrow_mut().push(what.into());
    }

    pub(crate) fn take(&self) -> Vec<String> {
        self.0.take()
    }

    /// Says `name` when it is dropped.
    pub(crate) fn on_drop(&self, name: &str) -> OnDrop {
        OnDrop(self.clone(), name.to_owned())
    }
}

pub(crate) struct OnDrop(Log, String);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.say(format!("drop {}", self.1));
    }
}
