//! The state machine of a stream, which is pinned by whoever polls it.
//!
//! ```text
//! async fn f(arguments) -> impl Stream    PinnedStream { state: Unresumed(start) }
//! first poll                              Suspended(body in its place); poll, with the arguments
//! each later poll                         poll
//! the body ends                           Finished, with one more item if it is an error
//! the body panics                         Poisoned, and what is left is dropped
//! ```

use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::future::Future;
use core::marker::{PhantomData, PhantomPinned};
use core::mem::{self, MaybeUninit};
use core::panic::Location;
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::error::CloseError;
use crate::generators::inline::InlineState;
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::generators::state::{State, mark_poisoned};
use crate::protocol::coroutine::write_status;
use crate::state::Status;
use crate::step::slot::Signal;
use crate::stream::close::{AsyncGenerator, CloseStream, PushStream};
#[cfg(feature = "alloc")]
use crate::stream::driver::StreamStack;
#[cfg(feature = "alloc")]
use crate::stream::frame::Delegate;
use crate::stream::slot::StreamSlot;
use crate::stream::step::StreamDriver;
use crate::stream::suspension::StreamProtocol;
#[cfg(feature = "alloc")]
use crate::stream::suspension::StreamSlotPointer;

/// What the body of a stream of `Y` ends with.
pub trait Ending<Y> {
    /// The item that it is, if it is one.
    fn last_item(self) -> Option<Y>;
}

impl<Y> Ending<Y> for () {
    #[inline(always)]
    fn last_item(self) -> Option<Y> {
        None
    }
}

impl<T, X> Ending<Result<T, X>> for Result<(), X> {
    #[inline(always)]
    fn last_item(self) -> Option<Result<T, X>> {
        self.err().map(Err)
    }
}

/// A stream that is pinned by whoever polls it.
///
/// `H` is what it knows of the number of its items, `D` how it is driven.
#[must_use = "streams do nothing unless polled"]
pub struct PinnedStream<F, Body: Future, Y, H = Unknown, D = crate::stream::step::YieldsOnly>
where
    D: StreamDriver,
{
    /// First, to be dropped before the body that the delegates borrow from.
    delegates: D,
    state: InlineState<F, Body, Infallible>,
    size_hint: H,
    types: StreamProtocol<Y, D>,
    #[cfg(debug_assertions)]
    suspended_at: Option<&'static Location<'static>>,
}

/// A stream is pinned, whatever is in it. Said here, for rustc to give this one reason.
impl<F, Body: Future, Y, H, D: StreamDriver> Unpin for PinnedStream<F, Body, Y, H, D> where
    NeverUnpin<Y>: Unpin
{
}

/// It is not `Unpin`.
pub struct NeverUnpin<Y>(PhantomPinned, PhantomData<Y>);

impl<F, Body: Future, Y, H, D: StreamDriver> PinnedStream<F, Body, Y, H, D> {
    /// A stream that runs the body which `start` makes.
    ///
    /// S1 and S2 have to hold for this body.
    #[inline(always)]
    pub(crate) const fn new(start: F, size_hint: H) -> Self {
        Self {
            delegates: D::NONE,
            state: State::Unresumed(start),
            size_hint,
            types: StreamProtocol::new(),
            #[cfg(debug_assertions)]
            suspended_at: None,
        }
    }

    /// How far the stream has come.
    #[inline(always)]
    pub(crate) const fn status(&self) -> Status {
        self.state.status()
    }

    /// Where the yield is at which the stream is suspended.
    pub(crate) fn suspended_at(&self) -> Option<&'static Location<'static>> {
        match self.status() {
            #[cfg(debug_assertions)]
            Status::Suspended => self.suspended_at,
            _ => None,
        }
    }

    /// Takes note of where an item was yielded; `None` where the body waits for something else.
    #[inline(always)]
    fn note(&mut self, #[cfg(debug_assertions)] yielded_at: Option<&'static Location<'static>>) {
        #[cfg(debug_assertions)]
        {
            self.suspended_at = yielded_at;
        }
    }
}

impl<F, Body: Future, Y, D: StreamDriver> PinnedStream<F, Body, Y, Unknown, D> {
    /// The same stream with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(self, size_hint: H) -> PinnedStream<F, Body, Y, H, D> {
        // It has not been polled yet, since it can be moved.
        PinnedStream {
            delegates: self.delegates,
            state: self.state,
            size_hint,
            types: self.types,
            #[cfg(debug_assertions)]
            suspended_at: self.suspended_at,
        }
    }
}

/// Ends a stream in which something panics.
struct EndOnUnwind<'a, D: StreamDriver> {
    delegates: &'a mut D,
    /// The [`State`] of the stream.
    state: NonNull<()>,
    /// What drops the body, unless it is the body alone that can panic.
    finish: Option<unsafe fn(NonNull<()>)>,
}

impl<D: StreamDriver> Drop for EndOnUnwind<'_, D> {
    #[inline(always)]
    fn drop(&mut self) {
        match self.finish {
            Some(finish) => {
                // Before the body that they borrow from.
                *self.delegates = D::NONE;
                // SAFETY: the state is that of the stream, and nobody refers to it any more.
                unsafe { finish(self.state) };
            }
            // SAFETY: the stream is suspended, and it is the body that has panicked.
            None => unsafe { mark_poisoned(self.state) },
        }
    }
}

/// Says that the branch which calls it is seldom taken.
#[cold]
#[inline]
extern "C" fn cold_path() {}

impl<F, A, Body, Y, H, D> Stream for PinnedStream<F, Body, Y, H, D>
where
    F: FnOnce(StreamProtocol<Y, D>) -> (Body, A),
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    type Item = Y;

    #[inline(always)]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Y>> {
        // SAFETY: what is pinned of it is the body, which stays where it is.
        let machine = unsafe { self.get_unchecked_mut() };
        let mut arguments = MaybeUninit::<A>::uninit();
        let mut slot = StreamSlot::<Y>::new(NonNull::from(context.waker()), Signal::Nothing);
        match machine.state.status() {
            Status::Suspended => slot.step.put_sent(()),
            Status::Created => {
                cold_path();
                // SAFETY: it was not polled.
                arguments.write(unsafe { machine.state.start_with(machine.types) });
                slot.step.set_arguments(&mut arguments);
                slot.step.put(Signal::Start);
            }
            Status::Finished => {
                cold_path();
                return Poll::Ready(None);
            }
        }
        let mut state = machine.state.pointer();
        let finish = if D::MAY_BE_RUNNING { Some(State::finish_at(state)) } else { None };
        let delegates = &mut machine.delegates;
        let driven = EndOnUnwind { delegates, state: state.cast(), finish };
        // SAFETY: the state is where it was, and suspended.
        let body = unsafe { state.as_mut().body() };
        // SAFETY: S1 holds for the body. It stays in its place, and is dropped after the delegates.
        let polled = unsafe { driven.delegates.drive(body, &raw mut slot) };
        mem::forget(driven);
        match polled {
            Poll::Pending => {
                let item = slot.step.take_item();
                machine.note(
                    #[cfg(debug_assertions)]
                    slot.step.yielded_at().filter(|_| item.is_some()),
                );
                let Some(item) = item else { return Poll::Pending };
                if H::COUNTS {
                    machine.size_hint.count_down();
                }
                Poll::Ready(Some(item))
            }
            Poll::Ready(end) => {
                cold_path();
                // SAFETY: the body has ended.
                unsafe { machine.state.end() };
                Poll::Ready(end.last_item())
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match self.status() {
            Status::Created | Status::Suspended => self.size_hint.get(),
            Status::Finished => (0, Some(0)),
        }
    }
}

impl<F, A, Body, Y, H, D> FusedStream for PinnedStream<F, Body, Y, H, D>
where
    F: FnOnce(StreamProtocol<Y, D>) -> (Body, A),
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    #[inline]
    fn is_terminated(&self) -> bool {
        self.status() == Status::Finished
    }
}

impl<F, A, Body, Y, H, D> CloseStream for PinnedStream<F, Body, Y, H, D>
where
    F: FnOnce(StreamProtocol<Y, D>) -> (Body, A),
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    fn poll_close(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), CloseError<Y>>> {
        // SAFETY: what is pinned of it is the body, which stays where it is.
        let machine = unsafe { self.get_unchecked_mut() };
        match machine.state.status() {
            Status::Suspended => {}
            Status::Created => {
                machine.state.finish();
                return Poll::Ready(Ok(()));
            }
            Status::Finished => return Poll::Ready(Ok(())),
        }
        let mut slot = StreamSlot::<Y>::new(NonNull::from(context.waker()), Signal::Nothing);
        let mut state = machine.state.pointer();
        // An item that nobody wants is dropped on the way, which may panic too.
        let finish = Some(State::finish_at(state));
        let delegates = &mut machine.delegates;
        let driven = EndOnUnwind { delegates, state: state.cast(), finish };
        // SAFETY: the state is where it was, and suspended.
        let body = unsafe { state.as_mut().body() };
        // SAFETY: S1 holds for the body. It stays in its place, and is dropped after the delegates.
        let polled = unsafe { driven.delegates.drive_to_close(body, &raw mut slot) };
        mem::forget(driven);
        if let Poll::Ready(end) = polled {
            // SAFETY: the body has ended.
            unsafe { machine.state.end() };
            return Poll::Ready(end.last_item().map_or(Ok(()), |item| Err(CloseError::new(item))));
        }
        match slot.step.signal() {
            Signal::Uncaught => {
                machine.state.finish();
                Poll::Ready(Ok(()))
            }
            Signal::Ignored => {
                machine.state.finish();
                let item = slot.step.take_ignored();
                Poll::Ready(item.map_or(Ok(()), |item| Err(CloseError::new(item))))
            }
            Signal::Yielded => {
                machine.note(
                    #[cfg(debug_assertions)]
                    slot.step.yielded_at(),
                );
                if H::COUNTS {
                    machine.size_hint.count_down();
                }
                let item = slot.step.take_item();
                Poll::Ready(item.map_or(Ok(()), |item| Err(CloseError::new(item))))
            }
            _ => {
                machine.note(
                    #[cfg(debug_assertions)]
                    None,
                );
                Poll::Pending
            }
        }
    }
}

impl<F, A, Body, Y, H, D> Debug for PinnedStream<F, Body, Y, H, D>
where
    F: FnOnce(StreamProtocol<Y, D>) -> (Body, A),
    Body: Future,
    D: StreamDriver,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "AsyncGenerator", self.status(), self.suspended_at())
    }
}

impl<F, A, Body, Y, H, D> PushStream for PinnedStream<F, Body, Y, H, D>
where
    F: FnOnce(StreamProtocol<Y, D>) -> (Body, A),
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    // Inlined, so that one which was just made is known to be, and not looked at.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    unsafe fn push_of_the_generator(mut self, pointer: StreamSlotPointer<Y, StreamStack>) {
        let start = self.state.take_start().expect("a stream that was polled is pinned");
        let types = self.types;
        drop(self);
        // SAFETY: this function's own contract.
        unsafe { push_body(start, types, pointer) };
    }
}

impl<F, A, Body, Y, H, D> AsyncGenerator for PinnedStream<F, Body, Y, H, D>
where
    F: FnOnce(StreamProtocol<Y, D>) -> (Body, A),
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
}

/// Pushes the body that `start` makes.
///
/// # Safety
///
/// As for [`PushStream::push_of_the_generator`].
#[cfg(feature = "alloc")]
#[inline(always)]
pub(crate) unsafe fn push_body<F, A, Body, Y, D>(
    start: F,
    types: StreamProtocol<Y, D>,
    pointer: StreamSlotPointer<Y, StreamStack>,
) where
    F: FnOnce(StreamProtocol<Y, D>) -> (Body, A),
    Body: Future,
    Body::Output: Ending<Y>,
{
    let (body, arguments) = start(types);
    // SAFETY: this function's own contract.
    unsafe { pointer.push(BodyDelegate { body, ended: false }, arguments) };
}

/// A body, as a delegate.
#[cfg(feature = "alloc")]
struct BodyDelegate<Body> {
    body: Body,
    /// Whether its error went out as an item, and the end is yet to be told.
    ended: bool,
}

#[cfg(feature = "alloc")]
impl<Body, Y> Delegate<Y> for BodyDelegate<Body>
where
    Body: Future,
    Body::Output: Ending<Y>,
{
    #[inline]
    unsafe fn step(self: Pin<&mut Self>, slot: &mut StreamSlot<Y>) -> Poll<()> {
        // SAFETY: the body is pinned where this is, and never moved; the flag is not pinned.
        let Self { body, ended } = unsafe { self.get_unchecked_mut() };
        if *ended {
            if slot.step.take_sent().is_some() {
                return Poll::Ready(());
            }
            slot.step.put(Signal::Uncaught);
            return Poll::Pending;
        }
        // SAFETY: the body is pinned where this is.
        let body = unsafe { Pin::new_unchecked(body) };
        // SAFETY: S1 holds for the body, and the slot is lent to this call.
        let Poll::Ready(end) = (unsafe { StreamSlot::poll(slot, body) }) else {
            return Poll::Pending;
        };
        match end.last_item() {
            None => Poll::Ready(()),
            Some(item) => {
                *ended = true;
                if slot.closes {
                    slot.step.put_ignored(item);
                } else {
                    slot.step.put_item(item);
                }
                Poll::Pending
            }
        }
    }
}
