//! Streams by `async fn`s that emit into a channel: what the library's streams have to be like.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// What an `async fn` ends with.
pub trait End<Y> {
    fn last_item(self) -> Option<Y>;
}

impl<Y> End<Y> for () {
    fn last_item(self) -> Option<Y> {
        None
    }
}

impl<T, X> End<Result<T, X>> for Result<(), X> {
    fn last_item(self) -> Option<Result<T, X>> {
        self.err().map(Err)
    }
}

struct Inner<Y> {
    item: RefCell<Option<Y>>,
    /// Whether this poll is one of a close.
    closing: Cell<bool>,
    /// The depth of the body that was told to close and has not ended since.
    told: Cell<Option<u32>>,
    /// The body that is polled ends here.
    ended: Cell<bool>,
    depth: Cell<u32>,
}

pub struct Channel<Y>(Rc<Inner<Y>>);

impl<Y> Clone for Channel<Y> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<Y> Channel<Y> {
    fn new() -> Self {
        Self(Rc::new(Inner {
            item: RefCell::new(None),
            closing: Cell::new(false),
            told: Cell::new(None),
            ended: Cell::new(false),
            depth: Cell::new(0),
        }))
    }

    /// Whether the body that is polled is to be told.
    fn tells(&self) -> bool {
        self.0.closing.get() && self.0.told.get().is_none()
    }

    /// Tells the body that is polled.
    fn tell(&self, catches: bool) -> Poll<Result<(), ()>> {
        if catches {
            self.0.told.set(Some(self.0.depth.get()));
            return Poll::Ready(Err(()));
        }
        self.0.ended.set(true);
        Poll::Pending
    }

    pub fn emit(&self, item: Y, catches: bool) -> Emit<Y> {
        Emit { channel: self.clone(), item: Some(item), catches }
    }

    pub async fn items(&self, items: [Y; 2], catches: bool) -> Result<(), ()> {
        if self.tells() {
            drop(items);
            return std::future::poll_fn(|_| self.tell(catches)).await;
        }
        for item in items {
            self.emit(item, catches).await?;
        }
        Ok(())
    }

    pub fn delegate<F: Future>(&self, body: F, catches: bool) -> Delegate<Y, F> {
        let body = Some(Box::pin(body));
        Delegate { channel: self.clone(), body, started: false, catches }
    }
}

pub struct Emit<Y> {
    channel: Channel<Y>,
    item: Option<Y>,
    catches: bool,
}

impl<Y> Unpin for Emit<Y> {}

impl<Y> Future for Emit<Y> {
    type Output = Result<(), ()>;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
        if let Some(item) = self.item.take() {
            if !self.channel.tells() {
                *self.channel.0.item.borrow_mut() = Some(item);
                return Poll::Pending;
            }
            drop(item);
        } else if !self.channel.tells() {
            return Poll::Ready(Ok(()));
        }
        self.channel.tell(self.catches)
    }
}

pub struct Delegate<Y, F> {
    channel: Channel<Y>,
    /// Nothing once its error went out.
    body: Option<Pin<Box<F>>>,
    started: bool,
    catches: bool,
}

impl<Y, F> Unpin for Delegate<Y, F> {}

impl<Y, F: Future> Future for Delegate<Y, F>
where
    F::Output: End<Y>,
{
    type Output = Result<(), ()>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), ()>> {
        let channel = self.channel.clone();
        let inner = &channel.0;
        let first = !std::mem::replace(&mut self.started, true);
        if first && channel.tells() {
            self.body = None;
            return channel.tell(self.catches);
        }
        let Some(body) = &mut self.body else {
            return if channel.tells() { channel.tell(self.catches) } else { Poll::Ready(Ok(())) };
        };
        inner.depth.set(inner.depth.get() + 1);
        let polled = body.as_mut().poll(context);
        inner.depth.set(inner.depth.get() - 1);
        let Poll::Ready(end) = polled else {
            if !inner.ended.take() {
                return Poll::Pending;
            }
            self.body = None;
            return channel.tell(self.catches);
        };
        self.body = None;
        let caught = inner.told.get() == Some(inner.depth.get() + 1);
        if let Some(item) = end.last_item() {
            // The error of a delegate ends all, if the stream is closing.
            if channel.tells() {
                inner.told.set(Some(u32::MAX));
            }
            *inner.item.borrow_mut() = Some(item);
            return Poll::Pending;
        }
        if caught && inner.closing.get() {
            inner.told.set(None);
        }
        // It has caught the close, or ended before it came to a yield.
        if channel.tells() { channel.tell(self.catches) } else { Poll::Ready(Ok(())) }
    }
}

/// An `async fn` as a stream.
pub struct Twin<Y, F> {
    channel: Channel<Y>,
    body: Option<Pin<Box<F>>>,
    started: bool,
}

impl<Y, F: Future> Twin<Y, F>
where
    F::Output: End<Y>,
{
    pub fn new(body: impl FnOnce(Channel<Y>) -> F) -> Self {
        let channel = Channel::new();
        Self { body: Some(Box::pin(body(channel.clone()))), channel, started: false }
    }

    fn poll(&mut self) -> Option<Poll<F::Output>> {
        let body = self.body.as_mut()?;
        self.started = true;
        // A panic leaves nothing in it.
        let unwinding = Unwinding(&mut self.channel);
        let polled = body.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        std::mem::forget(unwinding);
        if polled.is_ready() {
            self.body = None;
        }
        Some(polled)
    }

    pub fn next(&mut self) -> Poll<Option<Y>> {
        let inner = Rc::clone(&self.channel.0);
        inner.closing.set(false);
        inner.told.set(None);
        match self.poll() {
            None => Poll::Ready(None),
            Some(Poll::Ready(end)) => Poll::Ready(end.last_item()),
            Some(Poll::Pending) => match inner.item.take() {
                Some(item) => Poll::Ready(Some(item)),
                None => Poll::Pending,
            },
        }
    }

    pub fn close(&mut self) -> Poll<Result<(), Y>> {
        let inner = Rc::clone(&self.channel.0);
        if !self.started {
            self.body = None;
        }
        inner.closing.set(true);
        match self.poll() {
            None => Poll::Ready(Ok(())),
            Some(Poll::Ready(end)) => Poll::Ready(end.last_item().map_or(Ok(()), Err)),
            Some(Poll::Pending) => {
                if inner.ended.take() {
                    self.body = None;
                    return Poll::Ready(Ok(()));
                }
                let Some(item) = inner.item.take() else { return Poll::Pending };
                if inner.told.take() != Some(0) {
                    self.body = None;
                }
                Poll::Ready(Err(item))
            }
        }
    }

    /// Ends it after a panic.
    pub fn abandon(&mut self) {
        self.body = None;
    }
}

/// Drops what lies in the channel where the body panics, as a step does.
struct Unwinding<'a, Y>(&'a mut Channel<Y>);

impl<Y> Drop for Unwinding<'_, Y> {
    fn drop(&mut self) {
        self.0.0.item.take();
    }
}
