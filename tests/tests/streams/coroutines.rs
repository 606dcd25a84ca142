//! A coroutine as a stream.

use std::pin::Pin;
use std::task::Poll;

use futures::stream::{FusedStream, select_all};
use futures::{Stream, StreamExt};
use genfn::coroutine::{self, IntoStream};
use genfn::{CloseStream, Coroutine, CoroutineExt, CoroutineState, Interrupt, generator};

use crate::harness::{close, items, next};

#[generator]
fn countdown(from: u32) -> impl Coroutine<Yield = u32, Return = &'static str> {
    for number in (1..=from).rev() {
        yield_!(number);
    }
    "lift-off"
}

/// Says what it was told, and then ends with `"closed"`.
#[generator]
fn polite() -> impl Coroutine<Yield = u32, Return = &'static str> {
    match try_yield!(1) {
        Ok(()) => "went on",
        Err(Interrupt::Closed) => "closed",
        Err(Interrupt::Thrown(never)) => match never {},
    }
}

#[test]
fn a_coroutine_is_a_stream_that_is_always_ready() {
    let mut stream = countdown(2).into_stream();
    assert_eq!(next(Pin::new(&mut stream)), Poll::Ready(Some(2)));
    assert_eq!(next(Pin::new(&mut stream)), Poll::Ready(Some(1)));
    assert!(!stream.is_terminated());
    assert_eq!(next(Pin::new(&mut stream)), Poll::Ready(None));
    assert!(stream.is_terminated());
    assert_eq!(next(Pin::new(&mut stream)), Poll::Ready(None));
}

#[test]
fn the_value_that_it_returns_is_kept_once() {
    let mut stream = countdown(1).into_stream();
    assert_eq!(stream.take_return(), None);
    assert_eq!(items(&mut stream), [1]);
    assert_eq!(stream.take_return(), Some("lift-off"));
    assert_eq!(stream.take_return(), None);
}

/// Keeps no value: `IntoStream` keeps it.
struct ByHand(u32);

impl Coroutine for ByHand {
    type Yield = u32;
    type Resume = ();
    type Return = &'static str;
    type Error = std::convert::Infallible;

    fn start(&mut self) -> Result<CoroutineState<u32, &'static str>, genfn::StartError> {
        self.0 = 2;
        Ok(CoroutineState::Yielded(1))
    }

    fn send(&mut self, (): ()) -> Result<CoroutineState<u32, &'static str>, genfn::SendError<()>> {
        self.0 = 3;
        Ok(CoroutineState::Complete("by hand"))
    }

    fn throw(
        &mut self,
        error: std::convert::Infallible,
    ) -> Result<CoroutineState<u32, &'static str>, std::convert::Infallible> {
        match error {}
    }

    fn close(&mut self) -> Result<Option<&'static str>, genfn::CloseError<u32>> {
        self.0 = 3;
        Ok(None)
    }

    fn take_return(&mut self) -> Option<&'static str> {
        None
    }

    fn status(&self) -> genfn::Status {
        match self.0 {
            1 => genfn::Status::Created,
            2 => genfn::Status::Suspended,
            _ => genfn::Status::Finished,
        }
    }
}

#[test]
fn the_value_of_a_hand_written_coroutine_is_kept_too() {
    let mut stream = ByHand(1).into_stream();
    assert_eq!(items(&mut stream), [1]);
    assert_eq!(stream.take_return(), Some("by hand"));
}

#[test]
fn closing_the_stream_closes_the_coroutine() {
    let mut stream = polite().into_stream();
    assert_eq!(next(Pin::new(&mut stream)), Poll::Ready(Some(1)));
    assert!(matches!(close(Pin::new(&mut stream)), Poll::Ready(Ok(()))));
    assert!(stream.is_terminated());
    assert_eq!(stream.take_return(), Some("closed"));
}

#[test]
fn a_coroutine_that_yields_at_a_close_gives_the_item_back() {
    #[generator]
    fn stubborn() -> impl Coroutine<Yield = u32> {
        let _ = try_yield!(1);
        yield_!(2);
    }

    let mut stream = stubborn().into_stream();
    assert_eq!(next(Pin::new(&mut stream)), Poll::Ready(Some(1)));
    let Poll::Ready(Err(error)) = close(Pin::new(&mut stream)) else { panic!("it yields") };
    assert_eq!(error.into_inner(), 2);
    assert!(!stream.is_terminated());
}

#[test]
fn the_coroutine_comes_back_where_it_was() {
    let mut stream = countdown(3).into_stream();
    assert_eq!(next(Pin::new(&mut stream)), Poll::Ready(Some(3)));
    assert_eq!(stream.into_inner().send(()), Ok(CoroutineState::Yielded(2)));
}

#[test]
fn it_goes_where_a_stream_goes() {
    fn takes(_: &(impl CloseStream<Item = u32> + FusedStream + Unpin + Clone)) {}

    let stream: IntoStream<coroutine::FromIter<_>> = coroutine::from_iter([1, 2, 3]).into_stream();
    takes(&stream);
    assert_eq!(stream.size_hint(), (3, Some(3)));
    let both = select_all([stream.clone(), stream]);
    let mut all = futures::executor::block_on(both.collect::<Vec<_>>());
    all.sort_unstable();
    assert_eq!(all, [1, 1, 2, 2, 3, 3]);
}

#[test]
fn a_stream_delegates_to_it_and_closes_it() {
    #[generator]
    async fn around(inner: IntoStream<ByHand>) -> impl Stream<Item = u32> {
        yield_!(0);
        yield_from!(inner);
        yield_!(9);
    }

    assert_eq!(items(around(ByHand(1).into_stream())), [0, 1, 9]);
}

#[test]
fn it_shows_its_status_and_where_it_is_suspended() {
    let mut stream = countdown(2).into_stream();
    assert!(format!("{stream:?}").starts_with("IntoStream(Created"), "{stream:?}");
    assert!(next(Pin::new(&mut stream)).is_ready());
    assert!(format!("{stream:?}").contains("Suspended"), "{stream:?}");
}
