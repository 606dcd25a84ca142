//! How often a stream allocates, and how large it is.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures::Stream;
use futures::stream::{BoxStream, LocalBoxStream};
use genfn::{Coroutine, CoroutineExt, async_gen, generator};
use genfn_tests::allocations::allocations;

/// Is pending once, and ready then.
#[derive(Default)]
struct Turn(bool);

impl Future for Turn {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

#[generator]
async fn numbers(count: u32) -> impl Stream<Item = u32> {
    for number in 0..count {
        Turn::default().await;
        yield_!(number);
    }
}

#[generator]
async fn movable(count: u32) -> impl Stream<Item = u32> + Unpin {
    for number in 0..count {
        Turn::default().await;
        yield_!(number);
    }
}

#[generator]
async fn boxed(count: u32) -> BoxStream<'static, u32> {
    for number in 0..count {
        Turn::default().await;
        yield_!(number);
    }
}

#[generator]
async fn boxed_locally(count: u32) -> LocalBoxStream<'static, u32> {
    for number in 0..count {
        Turn::default().await;
        yield_!(number);
    }
}

/// Delegates `depth` times, to `numbers` in the end.
#[generator]
async fn nested(depth: u32) -> impl Stream<Item = u32> {
    if depth == 0 {
        yield_from!(numbers(3));
    } else {
        yield_from!(nested(depth - 1));
    }
}

/// Polls a stream to its end, where the optimiser cannot take an allocation out, and returns how many
/// items it had.
fn consumed(items: impl Stream) -> usize {
    let mut items = pin!(std::hint::black_box(items));
    let mut context = Context::from_waker(Waker::noop());
    let mut count = 0;
    loop {
        match items.as_mut().poll_next(&mut context) {
            Poll::Ready(Some(_)) => count += 1,
            Poll::Ready(None) => return count,
            Poll::Pending => {}
        }
    }
}

#[test]
fn a_pinned_stream_allocates_nothing() {
    assert_eq!(allocations(|| assert_eq!(consumed(numbers(5)), 5)), 0);
    let in_place = || {
        consumed(async_gen! {
            for number in 0..3_u32 {
                Turn::default().await;
                yield_!(number);
            }
        })
    };
    assert_eq!(allocations(|| assert_eq!(in_place(), 3)), 0);
}

#[test]
fn a_movable_stream_allocates_once_and_not_before_it_is_polled() {
    assert_eq!(allocations(|| movable(5)), 0);
    assert_eq!(allocations(|| assert_eq!(consumed(movable(5)), 5)), 1);
}

#[test]
fn a_boxed_stream_allocates_once() {
    assert_eq!(allocations(|| boxed(5)), 1);
    assert_eq!(allocations(|| assert_eq!(consumed(boxed(5)), 5)), 1);
    assert_eq!(allocations(|| assert_eq!(consumed(boxed_locally(5)), 5)), 1);
}

#[test]
fn the_coroutine_alone_allocates_in_a_stream_of_it() {
    #[generator]
    fn plain() -> impl Coroutine<Yield = u32> {
        yield_!(1);
        yield_!(2);
    }

    assert_eq!(allocations(|| assert_eq!(consumed(plain().into_stream()), 2)), 1);
}

/// A stack and a chunk. Each chunk is twice as large as the one before.
#[test]
fn delegation_allocates_as_the_logarithm_of_its_depth() {
    let of = |depth| allocations(|| assert_eq!(consumed(nested(depth)), 3));
    assert_eq!(of(0), 2);
    assert_eq!(of(5), 2);
    let (hundred, thousand, ten_thousand) = (of(100), of(1_000), of(10_000));
    assert!(hundred <= 6, "{hundred}");
    assert!(thousand - hundred <= 4, "{hundred}, then {thousand}");
    assert!(ten_thousand - thousand <= 4, "{thousand}, then {ten_thousand}");
}

/// What the body keeps, and a few words.
#[test]
fn a_stream_is_as_large_as_what_it_keeps() {
    #[generator]
    async fn keeps<const SIZE: usize>(kept: [u8; SIZE]) -> impl Stream<Item = u8> {
        Turn::default().await;
        for byte in &kept {
            yield_!(*byte);
        }
    }

    let (small, large) = (size_of_val(&keeps([0; 64])), size_of_val(&keeps([0; 4096])));
    assert_eq!(large - small, 4096 - 64);
    assert!(small <= 64 + 64, "{small}");
    let (inner, outer) = (size_of_val(&numbers(1)), size_of_val(&nested(1)));
    assert!(outer <= 2 * inner + 16, "a delegate is not part of the stream: {outer} over {inner}");
}
