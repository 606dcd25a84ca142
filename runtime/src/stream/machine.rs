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
use crate::generators::size_hint::{SizeHint, Unknown, believable};
use crate::generators::start::Start;
use crate::generators::state::{State, mark_poisoned};
use crate::protocol::coroutine::write_status;
use crate::state::Status;
use crate::step::slot::Signal;
use crate::stream::close::{AsyncGenerator, CloseStream, PushStream};
#[cfg(feature = "alloc")]
use crate::stream::driver::StreamStack;
#[cfg(feature = "alloc")]
use crate::stream::frame::push_body;
use crate::stream::poll::{Ending, PollSlot, StreamSlot, panic_suspended_between};
use crate::stream::step::StreamDriver;
#[cfg(feature = "alloc")]
use crate::stream::suspension::PushPermit;
use crate::stream::suspension::StreamProtocol;

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

/// A stream is pinned, whatever is in it. Said here, for rustc to give this one reason, and to say how to
/// pin it.
impl<F, Body: Future, Y, H, D: StreamDriver> Unpin for PinnedStream<F, Body, Y, H, D> where
    StreamPinnedByItsCaller<Y>: Unpin
{
}

/// It is not `Unpin`. The compiler names it as the reason.
pub struct StreamPinnedByItsCaller<Y>(PhantomPinned, PhantomData<Y>);

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

    /// Drops the delegates, and then the body that they borrow from.
    #[cold]
    #[inline(never)]
    fn finish(&mut self) {
        struct Finish<'a, F, Body: Future>(&'a mut InlineState<F, Body, Infallible>);

        impl<F, Body: Future> Drop for Finish<'_, F, Body> {
            fn drop(&mut self) {
                self.0.finish();
            }
        }

        let _finishes_last = Finish(&mut self.state);
        self.delegates = D::NONE;
    }

    /// Ends a stream whose body was suspended with a pointer to its slot, which is still alive.
    #[cold]
    #[inline(never)]
    fn abandon(&mut self) -> ! {
        if D::MAY_BE_RUNNING {
            self.finish();
        } else {
            self.state.finish();
        }
        panic_suspended_between()
    }

    /// Makes the body, and returns the arguments for its first poll.
    ///
    /// # Safety
    ///
    /// The stream was not polled.
    #[inline(always)]
    pub(crate) unsafe fn start<A>(&mut self) -> A
    where
        F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    {
        // SAFETY: the caller guarantees it.
        unsafe { self.state.start_with(self.types) }
    }

    /// Polls the body with what is in the slot, for the next item.
    ///
    /// # Safety
    ///
    /// S1 holds for the body, and the stream is suspended.
    #[inline(always)]
    pub(crate) unsafe fn next_item(&mut self, slot: &mut PollSlot<'_, Y>) -> Poll<Option<Y>>
    where
        Body::Output: Ending<Y>,
        H: SizeHint,
    {
        // SAFETY: the caller guarantees it.
        let polled = unsafe { self.run::<false>(slot) };
        let item = D::take_item(slot);
        if polled.is_ready() {
            return Poll::Ready(item);
        }
        if item.is_none() && slot.found {
            self.abandon();
        }
        self.note(
            #[cfg(debug_assertions)]
            slot.step.yielded_at().filter(|_| item.is_some()),
        );
        let Some(item) = item else { return Poll::Pending };
        if H::COUNTS {
            self.size_hint.count_down();
        }
        Poll::Ready(Some(item))
    }

    /// Runs the body with what is in the slot: to its next item, or to close it. If it is ready, an item
    /// in the slot is the last one.
    ///
    /// # Safety
    ///
    /// S1 holds for the body, and the stream is suspended.
    #[inline(always)]
    unsafe fn run<const CLOSES: bool>(&mut self, slot: &mut PollSlot<'_, Y>) -> Poll<()>
    where
        Body::Output: Ending<Y>,
    {
        let mut stream = NonNull::from(self);
        // SAFETY: nothing else refers to the stream, which this function borrows mutably. S1, the caller
        // guarantees it. S6, the state is where it was, and suspended; the body stays in its place, and
        // is dropped after the delegates.
        let polled = unsafe {
            let Self { delegates, state, .. } = stream.as_mut();
            if CLOSES {
                // An item that nobody wants is dropped on the way, which may panic too.
                let driven = EndOnUnwind(stream);
                let polled = delegates.drive_to_close(state.body(), slot);
                mem::forget(driven);
                polled
            } else if D::MAY_BE_RUNNING {
                let driven = EndOnUnwind(stream);
                let polled = delegates.drive(state.body(), slot);
                mem::forget(driven);
                polled
            } else {
                let driven = PoisonOnUnwind(state.pointer().cast());
                let polled = delegates.drive(state.body(), slot);
                mem::forget(driven);
                polled
            }
        };
        if polled.is_ready() {
            cold_path();
            // SAFETY: the body has ended.
            unsafe { stream.as_mut().state.end() };
        }
        polled
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

/// Ends a stream in which something panics, perhaps a delegate.
///
/// It has one field, and an inlined destructor. A destructor that is called gets a reference to the
/// guard, and each poll would write the fields of the guard to memory.
struct EndOnUnwind<F, Body: Future, Y, H, D: StreamDriver>(NonNull<PinnedStream<F, Body, Y, H, D>>);

impl<F, Body: Future, Y, H, D: StreamDriver> Drop for EndOnUnwind<F, Body, Y, H, D> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the stream is where it was, and nobody refers to it any more.
        unsafe { self.0.as_mut() }.finish();
    }
}

/// Ends a stream whose body panics. The field is the address of its [`State`].
struct PoisonOnUnwind(NonNull<()>);

impl Drop for PoisonOnUnwind {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the stream is suspended where it was, and it is the body that has panicked.
        unsafe { mark_poisoned(self.0) };
    }
}

/// Says that the branch which calls it is seldom taken.
#[cold]
#[inline]
extern "C" fn cold_path() {}

impl<F, A, Body, Y, H, D> Stream for PinnedStream<F, Body, Y, H, D>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    type Item = Y;

    #[inline(always)]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Y>> {
        // SAFETY: S6, what is pinned of it is the body, which stays where it is.
        let machine = unsafe { self.get_unchecked_mut() };
        let mut arguments = MaybeUninit::<A>::uninit();
        let mut slot = D::slot::<Y>(context);
        match machine.state.status() {
            Status::Suspended => slot.step.put_sent(()),
            Status::Created => {
                cold_path();
                // SAFETY: it was not polled.
                arguments.write(unsafe { machine.start() });
                slot.step.set_arguments(&mut arguments);
                slot.step.put(Signal::Start);
            }
            Status::Finished => {
                cold_path();
                return Poll::Ready(None);
            }
        }
        // SAFETY: S1 holds for the body, and the stream is suspended.
        unsafe { machine.next_item(&mut PollSlot::new(&mut slot)) }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match self.status() {
            Status::Created | Status::Suspended => believable::<Y>(self.size_hint.get()),
            Status::Finished => (0, Some(0)),
        }
    }
}

impl<F, A, Body, Y, H, D> FusedStream for PinnedStream<F, Body, Y, H, D>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
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
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    fn poll_close(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), CloseError<Y>>> {
        // SAFETY: S6, what is pinned of it is the body, which stays where it is.
        let machine = unsafe { self.get_unchecked_mut() };
        match machine.state.status() {
            Status::Suspended => {}
            Status::Created => {
                machine.state.finish();
                return Poll::Ready(Ok(()));
            }
            Status::Finished => return Poll::Ready(Ok(())),
        }
        let closed =
            |item: Option<Y>| Poll::Ready(item.map_or(Ok(()), |item| Err(CloseError::new(item))));
        let mut slot = StreamSlot::<Y>::new(context.waker(), Signal::Nothing);
        let mut slot = PollSlot::new(&mut slot);
        // SAFETY: S1 holds for the body, and the stream is suspended.
        let polled = unsafe { machine.run::<true>(&mut slot) };
        if polled.is_ready() {
            return closed(slot.step.take_item());
        }
        if slot.found {
            machine.abandon();
        }
        match slot.step.signal() {
            Signal::Uncaught => {
                machine.state.finish();
                Poll::Ready(Ok(()))
            }
            Signal::Ignored => {
                machine.state.finish();
                closed(slot.step.take_ignored())
            }
            Signal::Yielded => {
                machine.note(
                    #[cfg(debug_assertions)]
                    slot.step.yielded_at(),
                );
                if H::COUNTS {
                    machine.size_hint.count_down();
                }
                closed(slot.step.take_item())
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
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    D: StreamDriver,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "AsyncGenerator", self.status(), self.suspended_at())
    }
}

impl<F, A, Body, Y, H, D> PushStream for PinnedStream<F, Body, Y, H, D>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    // Inlined, so that one which was just made is known to be, and not looked at.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    fn push_of_the_generator(self, permit: PushPermit<Y, StreamStack>) {
        let Self { delegates, mut state, size_hint, types, .. } = self;
        let start = state.take_start().expect("a stream that was polled is pinned");
        // Nothing is left in these, which rustc does not see.
        mem::forget((delegates, state));
        drop(size_hint);
        let (body, arguments) = start.start(types);
        push_body(permit, body, arguments);
    }
}

impl<F, A, Body, Y, H, D> AsyncGenerator for PinnedStream<F, Body, Y, H, D>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
}
