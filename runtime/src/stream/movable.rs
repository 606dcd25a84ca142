//! A stream that can be moved while it is suspended.

use alloc::boxed::Box;
use core::fmt::{self, Debug, Formatter};
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::error::CloseError;
use crate::generators::size_hint::{SizeHint, Unknown, believable};
use crate::generators::start::Start;
use crate::protocol::coroutine::write_status;
use crate::state::Status;
use crate::stream::close::{AsyncGenerator, CloseStream, PushStream};
use crate::stream::delegation::DrivenDelegation;
use crate::stream::driver::StreamStack;
use crate::stream::frame::{push, push_body};
use crate::stream::kind::IsClosable;
use crate::stream::machine::PinnedStream;
use crate::stream::poll::Ending;
use crate::stream::step::{StreamDriver, YieldsOnly};
use crate::stream::suspension::{PushPermit, StreamProtocol};

/// A stream that can be moved at any time: the arguments until the first poll, a [`PinnedStream`] in a
/// box from then on.
#[must_use = "streams do nothing unless polled"]
pub struct MovableStream<F, Body: Future, Y, H = Unknown, D = YieldsOnly>(Place<F, Body, Y, H, D>)
where
    D: StreamDriver;

enum Place<F, Body: Future, Y, H, D: StreamDriver> {
    Unresumed(F, H),
    Started(Pin<Box<PinnedStream<F, Body, Y, H, D>>>),
    Closed,
}

/// What is pinned is in the box.
impl<F, Body: Future, Y, H, D: StreamDriver> Unpin for MovableStream<F, Body, Y, H, D> {}

impl<F, Body: Future, Y, D: StreamDriver> MovableStream<F, Body, Y, Unknown, D> {
    /// A stream that runs the body which `start` makes.
    ///
    /// S1 and S2 have to hold for this body.
    #[inline(always)]
    pub(crate) const fn new(start: F) -> Self {
        Self(Place::Unresumed(start, Unknown))
    }

    /// The same stream with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(self, size_hint: H) -> MovableStream<F, Body, Y, H, D> {
        MovableStream(match self.0 {
            Place::Unresumed(start, Unknown) => Place::Unresumed(start, size_hint),
            Place::Started(_) | Place::Closed => Place::Closed,
        })
    }
}

impl<F, A, Body, Y, H, D> Stream for MovableStream<F, Body, Y, H, D>
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
        let place = &mut self.0;
        if let Place::Unresumed(..) = place {
            let Place::Unresumed(start, size_hint) = core::mem::replace(place, Place::Closed)
            else {
                unreachable!("it was looked at")
            };
            *place = Place::Started(Box::pin(PinnedStream::new(start, size_hint)));
        }
        match place {
            Place::Started(stream) => stream.as_mut().poll_next(context),
            Place::Unresumed(..) | Place::Closed => Poll::Ready(None),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Place::Unresumed(_, size_hint) => believable::<Y>(size_hint.get()),
            Place::Started(stream) => stream.size_hint(),
            Place::Closed => (0, Some(0)),
        }
    }
}

impl<F, A, Body, Y, H, D> FusedStream for MovableStream<F, Body, Y, H, D>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    #[inline]
    fn is_terminated(&self) -> bool {
        match &self.0 {
            Place::Unresumed(..) => false,
            Place::Started(stream) => stream.is_terminated(),
            Place::Closed => true,
        }
    }
}

impl<F, A, Body, Y, H, D> CloseStream for MovableStream<F, Body, Y, H, D>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    fn poll_close(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), CloseError<Y>>> {
        match &mut self.0 {
            Place::Started(stream) => stream.as_mut().poll_close(context),
            place => {
                *place = Place::Closed;
                Poll::Ready(Ok(()))
            }
        }
    }
}

impl<F, A, Body, Y, H, D> Debug for MovableStream<F, Body, Y, H, D>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    D: StreamDriver,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::Unresumed(..) => {
                write_status(formatter, "AsyncGenerator", Status::Created, None)
            }
            Place::Started(stream) => Debug::fmt(stream, formatter),
            Place::Closed => write_status(formatter, "AsyncGenerator", Status::Finished, None),
        }
    }
}

impl<F, A, Body, Y, H, D> PushStream for MovableStream<F, Body, Y, H, D>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
    #[inline(always)]
    fn push_of_the_generator(self, permit: PushPermit<Y, StreamStack>) {
        match self.0 {
            Place::Unresumed(start, size_hint) => {
                drop(size_hint);
                let (body, arguments) = start.start(StreamProtocol::new());
                push_body(permit, body, arguments);
            }
            place => {
                // What was started has a box, and may have frames, of its own.
                push(permit, DrivenDelegation::<_, IsClosable, Y>::new(Self(place)), ());
            }
        }
    }
}

impl<F, A, Body, Y, H, D> AsyncGenerator for MovableStream<F, Body, Y, H, D>
where
    F: Start<StreamProtocol<Y, D>, Body = Body, Arguments = A>,
    Body: Future,
    Body::Output: Ending<Y>,
    H: SizeHint,
    D: StreamDriver,
{
}
