//! Destructors that are awaited: they suspend a body at no `.await` of the source.
//!
//! Nothing here asks what is dropped with such a body: the compiler drops nothing in a future that is
//! suspended by a destructor.

#![feature(async_drop)]
#![allow(incomplete_features)]
#![forbid(unsafe_code)]

use std::future::{AsyncDrop, Future};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures_core::{FusedStream, Stream};
use genfn::{BoxGenerator, CloseStream, Coroutine, Status, generator};

/// Is pending once.
struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            Poll::Ready(())
        } else {
            self.0 = true;
            Poll::Pending
        }
    }
}

/// Waits in its destructor.
struct Waits;

impl Drop for Waits {
    fn drop(&mut self) {}
}

impl AsyncDrop for Waits {
    async fn drop(self: Pin<&mut Self>) {
        Once(false).await;
    }
}

fn number(of: u64) -> Box<u64> {
    Box::new(of)
}

fn message<T>(run: impl FnOnce() -> T) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(run)) else { panic!("it should panic") };
    panic.downcast_ref::<&str>().expect("the message").to_string()
}

fn poll<S: Stream>(stream: Pin<&mut S>) -> Poll<Option<S::Item>> {
    stream.poll_next(&mut Context::from_waker(Waker::noop()))
}

fn poll_close<S: CloseStream>(stream: Pin<&mut S>) -> bool {
    stream.poll_close(&mut Context::from_waker(Waker::noop())).is_ready()
}

// The search for the slot comes before the value, which waits.
#[generator]
async fn waits_in_the_value() -> impl Stream<Item = Box<u64>> {
    yield_!(number(1));
    yield_!({
        let _waits = Waits;
        number(2)
    });
    yield_!(number(3));
}

#[test]
fn a_stream_that_is_suspended_within_the_value_of_a_yield_panics_and_is_dropped() {
    let mut stream = pin!(waits_in_the_value());
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(number(1))));
    let message = message(|| poll(stream.as_mut()));
    assert!(message.contains("without an `.await`"), "{message}");
    assert!(stream.is_terminated());
    assert_eq!(poll(stream.as_mut()), Poll::Ready(None));
}

#[generator]
async fn delegates() -> impl Stream<Item = Box<u64>> {
    yield_from!(waits_in_the_value());
}

#[test]
fn so_does_a_stream_whose_delegate_is_suspended_there() {
    let mut stream = pin!(delegates());
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(number(1))));
    message(|| poll(stream.as_mut()));
    assert!(stream.is_terminated());
}

#[generator]
async fn waits_in_the_delegate() -> impl Stream<Item = Box<u64>> {
    yield_from!({
        let _waits = Waits;
        [number(1)]
    });
}

#[test]
fn so_does_a_stream_that_is_suspended_within_what_it_delegates_to() {
    let mut stream = pin!(waits_in_the_delegate());
    message(|| poll(stream.as_mut()));
    assert!(stream.is_terminated());
}

// A close reaches the body at an `.await`, and the body goes on to the yield.
#[generator]
async fn waits_while_it_is_closed() -> impl Stream<Item = Box<u64>> {
    Once(false).await;
    yield_!({
        let _waits = Waits;
        number(1)
    });
}

#[generator]
async fn delegates_while_it_is_closed() -> impl Stream<Item = Box<u64>> {
    yield_from!(waits_while_it_is_closed());
}

#[test]
fn so_does_a_stream_that_is_suspended_there_while_it_closes() {
    let mut stream = pin!(waits_while_it_is_closed());
    assert_eq!(poll(stream.as_mut()), Poll::Pending);
    message(|| poll_close(stream.as_mut()));
    assert!(stream.is_terminated());

    let mut stream = pin!(delegates_while_it_is_closed());
    assert_eq!(poll(stream.as_mut()), Poll::Pending);
    message(|| poll_close(stream.as_mut()));
    assert!(stream.is_terminated());
}

// The values are left before they are made: there is no yield, and waiting elsewhere is fine.
#[generator]
async fn leaves_its_values(results: Vec<Result<u64, u64>>) -> impl Stream<Item = Result<u64, u64>> {
    macro_rules! wait {
        () => {
            Once(false).await
        };
    }
    for &result in &results {
        yield_!(match result {
            Ok(0) => continue,
            Ok(1) => break,
            _ => result,
        });
    }
    wait!();
    yield_!(Ok(results[0]?));
}

#[test]
fn a_stream_that_leaves_the_value_of_a_yield_may_wait_after_that() {
    let mut stream = pin!(leaves_its_values(vec![Ok(0), Ok(2), Ok(1)]));
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Ok(2))));
    assert_eq!(poll(stream.as_mut()), Poll::Pending);
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Ok(0))));
    assert_eq!(poll(stream.as_mut()), Poll::Ready(None));

    let mut stream = pin!(leaves_its_values(vec![Err(7), Ok(1)]));
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Err(7))));
    assert_eq!(poll(stream.as_mut()), Poll::Pending);
    assert_eq!(poll(stream.as_mut()), Poll::Ready(Some(Err(7))));
    assert_eq!(poll(stream.as_mut()), Poll::Ready(None));
}

// Where a destructor waits at no yield, a stream waits with it.
#[generator]
async fn waits_between_yields() -> impl Stream<Item = u64> {
    for number in 0..2 {
        let _waits = Waits;
        yield_!(number);
    }
}

#[test]
#[cfg_attr(miri, ignore = "the compiler keeps the context of an earlier poll, in any future")]
fn a_stream_waits_for_the_destructors_of_its_locals() {
    let mut stream = pin!(waits_between_yields());
    let mut items = Vec::new();
    let mut pending = 0;
    loop {
        match poll(stream.as_mut()) {
            Poll::Ready(Some(item)) => items.push(item),
            Poll::Ready(None) => break,
            Poll::Pending => pending += 1,
        }
    }
    assert_eq!((items, pending), (vec![0, 1], 2));
}

// A generator cannot wait. It is not taken for one that has yielded.
#[generator]
fn numbers() -> impl Iterator<Item = Box<u64>> {
    yield_!(number(1));
    yield_!({
        let _waits = Waits;
        number(2)
    });
}

#[generator]
fn numbers_of_a_delegate() -> impl Iterator<Item = Box<u64>> {
    yield_from!(numbers());
}

fn panics_at_the_second_item(mut numbers: impl Coroutine + Iterator<Item = Box<u64>>) {
    assert_eq!(numbers.next(), Some(number(1)));
    let message = message(|| numbers.next());
    assert!(message.contains("waits only at its own yields"), "{message}");
    assert_eq!(numbers.status(), Status::Finished);
    assert_eq!(numbers.next(), None);
}

#[test]
fn a_generator_that_is_suspended_by_a_destructor_panics_and_is_dropped() {
    panics_at_the_second_item(numbers());
    panics_at_the_second_item(numbers_of_a_delegate());
    panics_at_the_second_item(genfn::LocalBoxGenerator::new(numbers()));
}

// No token of the body says that it waits.
#[generator]
fn waits_before_the_first_yield() -> impl Iterator<Item = Box<u64>> {
    {
        let _waits = Waits;
    }
    yield_!(number(1));
}

#[test]
fn a_generator_that_is_suspended_before_its_first_yield_panics() {
    let mut numbers = waits_before_the_first_yield();
    message(|| numbers.next());
    assert_eq!(numbers.next(), None);
    message(|| waits_before_the_first_yield().count());
    message(|| waits_before_the_first_yield().start());
}

// A local of the body, which waits when the body ends.
#[generator]
fn boxed() -> BoxGenerator<'static, u32> {
    let _waits = Waits;
    yield_!(1);
}

#[test]
fn a_generator_that_ends_with_such_a_destructor_panics() {
    let mut boxed = boxed();
    assert_eq!(boxed.next(), Some(1));
    message(|| boxed.next());
    assert_eq!(boxed.next(), None);
}
