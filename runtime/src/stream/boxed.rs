//! A stream in a box of its own, which is polled through a vtable.
//!
//! A poll that makes the body needs room and registers, which every later poll would otherwise save and
//! restore. So the first poll is a function of its own. It makes the body, and calls the function of
//! the later polls, which is the only one that contains the body. The arguments go along in the waker:
//!
//! ```text
//! first poll(task)                     poll(waker)                     body
//! ----------------                     -----------                     ----
//! hand_over { arguments, task }
//! poll(waker -> hand_over) ---------->  slot { task: waker, .. }
//!                                       poll(proxy -> slot)  -------->  takes the arguments,
//!                                                                      and puts the task into the slot
//! ```

use core::future::Future;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use futures_core::Stream;

use crate::generators::size_hint::{SizeHint, Unknown};
use crate::generators::start::Start;
use crate::state::Status;
use crate::step::slot::Signal;
use crate::stream::machine::PinnedStream;
use crate::stream::poll::{Ending, PollSlot, StreamSlot};
use crate::stream::step::{StreamDriver, YieldsOnly};
use crate::stream::suspension::StreamProtocol;

/// A stream that is polled through a vtable.
///
/// Its body awaits a [`FirstPollInBox`] first.
#[repr(transparent)]
#[must_use = "streams do nothing unless polled"]
pub struct BoxedStream<F, Body: Future, Y, H = Unknown, D: StreamDriver = YieldsOnly>(
    PinnedStream<F, Body, Y, H, D>,
);

impl<F, Body: Future, Y, D: StreamDriver> BoxedStream<F, Body, Y, Unknown, D> {
    /// A stream that runs the body which `start` makes.
    ///
    /// S1, S2 and S7 have to hold for this body.
    #[inline(always)]
    pub(crate) const fn new(start: F) -> Self {
        Self(PinnedStream::new(start, Unknown))
    }

    /// The same stream with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(self, size_hint: H) -> BoxedStream<F, Body, Y, H, D> {
        BoxedStream(self.0.with_size_hint(size_hint))
    }
}

impl<F, A, Body, Y, H, D> Stream for BoxedStream<F, Body, Y, H, D>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    type Item = Y;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Y>> {
        // SAFETY: S6, what is pinned of it is the body, which stays where it is.
        let stream = unsafe { &mut self.as_mut().get_unchecked_mut().0 };
        if stream.status() != Status::Suspended {
            return poll_of_another_status(self, context);
        }
        let mut slot = StreamSlot::<Y>::new(context.waker(), Signal::Nothing);
        slot.step.put_sent(());
        // SAFETY: S1 holds for the body, and the stream is suspended.
        unsafe { stream.next_item(&mut PollSlot::new(&mut slot)) }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// Polls a stream for the first time, or one that has ended.
#[cold]
#[inline(never)]
fn poll_of_another_status<F, A, Body, Y, H, D>(
    mut stream: Pin<&mut BoxedStream<F, Body, Y, H, D>>,
    context: &mut Context<'_>,
) -> Poll<Option<Y>>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    // SAFETY: S6, what is pinned of it is the body, which is made here and stays where it is.
    let machine = unsafe { &mut stream.as_mut().get_unchecked_mut().0 };
    if machine.status() != Status::Created {
        return Poll::Ready(None);
    }
    // SAFETY: it was not polled.
    let mut arguments = MaybeUninit::new(unsafe { machine.start() });
    let mut hand_over =
        HandOver { arguments: arguments.as_mut_ptr().cast(), task: NonNull::from(context.waker()) };
    // SAFETY: the functions of the vtable ignore the data pointer. So they keep the contract of a waker
    // whatever the pointer points to, and on every thread.
    let waker = unsafe { Waker::new((&raw mut hand_over).cast(), &HAND_OVER) };
    stream.poll_next(&mut Context::from_waker(&ManuallyDrop::new(waker)))
}

/// The arguments of a body, and the task that polls it, on their way to the body.
struct HandOver {
    arguments: *mut (),
    task: NonNull<Waker>,
}

/// The vtable of the waker that leads to a [`HandOver`]. The body replaces that waker before anybody
/// else sees it.
static HAND_OVER: RawWakerVTable =
    RawWakerVTable::new(|data| RawWaker::new(data, &HAND_OVER), |_| (), |_| (), |_| ());

/// What the body of a [`BoxedStream`] awaits first: a future that is ready at once, and takes the
/// arguments.
///
/// It names the type of the arguments, `A`, for the body is written before they are handed to it.
pub struct FirstPollInBox<Y, A>(PhantomData<fn(Y) -> (Y, A)>);

impl<Y, A> Future for FirstPollInBox<Y, A> {
    type Output = A;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<A> {
        let slot = context.waker().data().cast::<StreamSlot<Y>>().cast_mut();
        // SAFETY: S1 and S7, this is the first thing that the body of a boxed stream does, so its context
        // is as the stream made it, the task in the slot is the waker of the first poll, and nothing else
        // refers to the slot. The first poll hands over the arguments, which are those of this stream,
        // and leaves them to the body.
        Poll::Ready(unsafe {
            let slot = &mut *slot;
            let hand_over = slot.task().data().cast::<HandOver>();
            slot.step.take_sent();
            slot.set_task((*hand_over).task);
            (*hand_over).arguments.cast::<A>().read()
        })
    }
}

impl<Y, D> StreamProtocol<Y, D> {
    /// What a body in a box does first.
    #[inline(always)]
    #[must_use]
    pub fn first_poll_in_a_box_of_the_generator<A>(self, _arguments: &A) -> FirstPollInBox<Y, A> {
        FirstPollInBox(PhantomData)
    }
}
