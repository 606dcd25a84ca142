//! Streams: what an item and an `.await` cost, and what delegation does.
//!
//! A task's waker is an `Arc`, as executors have it, and [`Timer`] keeps one and compares it, as a
//! timer or a channel does.

use std::future::Future;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Wake, Waker};

use futures_core::Stream;

use super::prelude::*;
use super::stream_bodies::{adapters_in, nested_in, numbers_in, ticks_in};
use crate::dialects::streams::streams_in;

type Input = u64;
type BoxStream = Pin<Box<dyn Stream<Item = u64>>>;

const NO_FUTURE: &str = "its body is a future that is made anew for each item";

fn stream(
    name: &'static str,
    about: &'static str,
    kind: Kind,
    variants: fn() -> Vec<Variant<Input>>,
) -> Workload {
    Workload::new(name, about, kind, 200_000, |size| (size as u64, size as u64), variants)
}

pub(super) fn counting() -> Workload {
    let about = "a stream that yields numbers and awaits nothing";
    stream("stream: counting", about, Kind::Stream, counting::variants)
}

pub(super) fn in_a_loop() -> Workload {
    let about = "the same, polled in a loop that is no `async` block";
    stream("stream: polled in a loop", about, Kind::Stream, in_a_loop::variants)
}

pub(super) fn ready_await() -> Workload {
    let about = "before each item an `async fn` that is ready at once";
    stream("stream: ready await", about, Kind::Stream, ready_await::variants)
}

pub(super) fn pending_await() -> Workload {
    let about = "before each item a timer that is pending once, and keeps the task's waker";
    stream("stream: pending await", about, Kind::Stream, pending_await::variants)
}

pub(super) fn two_adapters() -> Workload {
    let about = "a stream over a stream over a stream that counts, each pinned by the one above it";
    stream("stream: two adapters", about, Kind::Stream, two_adapters::variants)
}

pub(super) fn boxed() -> Workload {
    let about = "the stream that counts, as `Pin<Box<dyn Stream>>`; genfn's is the return type";
    stream("stream: boxed", about, Kind::Stream, boxed::variants)
}

pub(super) fn boxed_pending() -> Workload {
    let about = "the stream with the timer, as `Pin<Box<dyn Stream>>`; genfn's is the return type";
    stream("stream: boxed, pending", about, Kind::Stream, boxed_pending::variants)
}

pub(super) fn short_lived() -> Workload {
    Workload::new(
        "stream: short-lived",
        "streams of eight items each",
        Kind::Stream,
        25_000,
        |size| (size as u64, size as u64 * 8),
        short_lived::variants,
    )
    .making(|size| size)
}

fn delegation(name: &'static str, about: &'static str, depth: u64) -> Workload {
    let workload = Workload::new(
        name,
        about,
        Kind::StreamDelegation,
        200_000,
        |size| (size as u64, size as u64),
        if depth == 1 { delegation_1::variants } else { delegation_100::variants },
    );
    workload.without(Library::Unfold, NO_FUTURE).making(if depth == 1 { |_| 2 } else { |_| 101 })
}

pub(super) fn delegation_1() -> Workload {
    delegation(
        "stream: delegation",
        "a stream that delegates to the stream that counts; without delegation by a loop over a box",
        1,
    )
}

pub(super) fn delegation_100() -> Workload {
    delegation(
        "stream: delegation, depth 100",
        "a hundred streams that delegate, the last one to the stream that counts",
        100,
    )
}

pub(super) fn delegated_pending() -> Workload {
    Workload::new(
        "stream: delegation, pending",
        "a stream that delegates to the stream with the timer",
        Kind::StreamDelegation,
        200_000,
        |size| (size as u64, size as u64),
        delegated_pending::variants,
    )
    .without(Library::Unfold, NO_FUTURE)
    .making(|_| 2)
}

const TREE_DEPTH: u64 = 10;

pub(super) fn tree() -> Workload {
    Workload::new(
        "stream: tree, depth 10",
        "an in-order walk of a balanced tree of 1,023 nodes by recursion",
        Kind::StreamDelegation,
        200,
        |size| (size as u64, size as u64 * ((1 << TREE_DEPTH) - 1)),
        tree::variants,
    )
    .without(Library::Unfold, NO_FUTURE)
    .making(|size| size)
}

struct Task;

impl Wake for Task {
    fn wake(self: Arc<Self>) {}
}

static TASK: LazyLock<Waker> = LazyLock::new(|| Waker::from(Arc::new(Task)));

/// Polls `future` until it is ready.
#[inline(always)]
#[allow(clippy::inline_always)]
fn block_on<F: Future>(future: F) -> F::Output {
    let mut context = Context::from_waker(&TASK);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// The next item of a stream, as `StreamExt::next` of futures.
pub(crate) struct Next<'a, S: ?Sized>(Pin<&'a mut S>);

impl<S: Stream + ?Sized> Future for Next<'_, S> {
    type Output = Option<S::Item>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

#[inline]
pub(crate) fn next<S: Stream + ?Sized>(stream: Pin<&mut S>) -> Next<'_, S> {
    Next(stream)
}

/// Consumes a stream where it is made, by hand.
#[inline(always)]
#[allow(clippy::inline_always)]
fn consume_in_a_loop(items: impl Stream<Item = u64>) -> u64 {
    let mut context = Context::from_waker(&TASK);
    let mut items = pin!(items);
    let mut sum = 0;
    loop {
        match items.as_mut().poll_next(&mut context) {
            Poll::Ready(Some(item)) => sum = mix(sum, item),
            Poll::Ready(None) => return sum,
            Poll::Pending => {}
        }
    }
}

/// Consumes a stream where it is made, as an `async fn` does.
#[inline(always)]
#[allow(clippy::inline_always)]
fn consume(items: impl Stream<Item = u64>) -> u64 {
    block_on(async move {
        let mut items = pin!(items);
        let mut sum = 0;
        while let Some(item) = next(items.as_mut()).await {
            sum = mix(sum, item);
        }
        sum
    })
}

/// A stream as the type that nothing is known of but the trait.
fn in_box(items: impl Stream<Item = u64> + 'static) -> BoxStream {
    Box::pin(items)
}

/// Consumes a stream where nothing is known of it but the trait.
#[inline(never)]
fn consume_boxed(items: BoxStream) -> u64 {
    consume(items)
}

/// What `async fn`s are awaited for.
#[allow(clippy::unused_async)]
async fn ready(number: u64) -> u64 {
    black_box(number)
}

/// Is pending once for each tick.
#[derive(Clone)]
pub(crate) struct Timer {
    is_due: bool,
    waker: Option<Waker>,
}

impl Timer {
    #[inline]
    pub(crate) fn new() -> Self {
        Self { is_due: false, waker: None }
    }

    #[inline]
    pub(crate) fn tick(&mut self) -> Tick<'_> {
        Tick(self)
    }

    #[inline]
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.is_due {
            self.is_due = false;
            return Poll::Ready(());
        }
        self.is_due = true;
        match &self.waker {
            Some(waker) if waker.will_wake(context.waker()) => {}
            _ => self.waker = Some(context.waker().clone()),
        }
        Poll::Pending
    }
}

pub(crate) struct Tick<'a>(&'a mut Timer);

impl Future for Tick<'_> {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.poll(context)
    }
}

/// By hand.
pub(crate) mod by_hand {
    use super::*;

    #[derive(Clone)]
    pub(crate) struct Numbers {
        pub(crate) next: u64,
        pub(crate) end: u64,
    }

    impl Numbers {
        pub(crate) fn until(end: u64) -> Self {
            Self { next: 0, end }
        }

        #[inline]
        pub(crate) fn step(&mut self) -> Option<u64> {
            (self.next < self.end).then(|| {
                self.next += 1;
                self.next - 1
            })
        }
    }

    impl Stream for Numbers {
        type Item = u64;

        #[inline]
        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u64>> {
            Poll::Ready(self.step())
        }
    }

    #[derive(Clone)]
    pub(crate) struct Ticks {
        pub(crate) numbers: Numbers,
        pub(crate) timer: Timer,
    }

    impl Ticks {
        pub(crate) fn until(end: u64) -> Self {
            Self { numbers: Numbers::until(end), timer: Timer::new() }
        }
    }

    impl Stream for Ticks {
        type Item = u64;

        #[inline]
        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u64>> {
            if self.numbers.next == self.numbers.end {
                return Poll::Ready(None);
            }
            if self.timer.poll(context).is_pending() {
                return Poll::Pending;
            }
            Poll::Ready(self.numbers.step())
        }
    }

    /// The innermost of nested streams is polled; those below it have nothing left but to end.
    pub(crate) struct Nested<S>(Vec<S>);

    impl<S> Nested<S> {
        pub(crate) fn new(innermost: S, outer: S, depth: u64) -> Self
        where
            S: Clone,
        {
            let mut stack = vec![outer; depth as usize];
            stack.push(innermost);
            Self(stack)
        }
    }

    impl<S: Stream<Item = u64> + Unpin> Stream for Nested<S> {
        type Item = u64;

        #[inline]
        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u64>> {
            while let Some(innermost) = self.0.last_mut() {
                match Pin::new(innermost).poll_next(context) {
                    Poll::Ready(None) => drop(self.0.pop()),
                    polled => return polled,
                }
            }
            Poll::Ready(None)
        }
    }

    pub(crate) struct Plus<S>(pub(crate) S, pub(crate) u64);

    impl<S: Stream<Item = u64> + Unpin> Stream for Plus<S> {
        type Item = u64;

        #[inline]
        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u64>> {
            let plus = self.1;
            Pin::new(&mut self.0).poll_next(context).map(|item| item.map(|item| item + plus))
        }
    }
}

mod counting {
    use super::*;

    numbers_in! {
        ($)
        fn run(count: &u64) -> u64 {
            consume(numbers(*count))
        }
    }
}

mod in_a_loop {
    use super::*;

    numbers_in! {
        ($)
        fn run(count: &u64) -> u64 {
            consume_in_a_loop(numbers(*count))
        }
    }
}

mod short_lived {
    use super::*;

    numbers_in! {
        ($)
        fn run(count: &u64) -> u64 {
            let mut sum = 0;
            for _ in 0..*count {
                sum = mix(sum, consume(numbers(black_box(8))));
            }
            sum
        }
    }
}

mod ready_await {
    use super::*;

    streams_in! {
        [genfn nightly async_stream asynk_strim async_gen async_fn_stream]
        written_out {
            hand_written {
                use super::by_hand::Numbers;

                struct Ready(Numbers);

                impl Stream for Ready {
                    type Item = u64;

                    #[inline]
                    fn poll_next(
                        mut self: Pin<&mut Self>,
                        context: &mut Context<'_>,
                    ) -> Poll<Option<u64>> {
                        match self.0.step() {
                            Some(number) => pin!(ready(number)).poll(context).map(Some),
                            None => Poll::Ready(None),
                        }
                    }
                }

                fn numbers(count: u64) -> Ready {
                    Ready(Numbers::until(count))
                }
            }
            unfold {
                fn numbers(count: u64) -> impl Stream<Item = u64> {
                    futures_util::stream::unfold(0, move |number| async move {
                        if number == count {
                            return None;
                        }
                        Some((ready(number).await, number + 1))
                    })
                }
            }
        }
        streams(put) {
            fn numbers(count: u64) -> u64 {
                for number in 0u64..count {
                    let number = ready(number).await;
                    $($put)*(number);
                }
            }
        }
        fn run(count: &u64) -> u64 {
            consume(numbers(*count))
        }
    }
}

mod pending_await {
    use super::*;

    ticks_in! {
        ($)
        fn run(count: &u64) -> u64 {
            consume(numbers(*count))
        }
    }
}

mod two_adapters {
    use super::*;

    adapters_in! {
        ($)
        fn run(count: &u64) -> u64 {
            consume(plus_again(plus(numbers(*count), 1), 2))
        }
    }
}

mod boxed {
    use super::*;

    numbers_in! {
        ($)
        genfn {
            #[::genfn::generator]
            async fn numbers(count: u64) -> Pin<Box<dyn Stream<Item = u64>>> {
                for number in 0..count {
                    yield_!(number);
                }
            }

            use std::convert::identity as in_box;
        }
        fn run(count: &u64) -> u64 {
            consume_boxed(in_box(numbers(*count)))
        }
    }
}

mod boxed_pending {
    use super::*;

    ticks_in! {
        ($)
        genfn {
            #[::genfn::generator]
            async fn numbers(count: u64) -> Pin<Box<dyn Stream<Item = u64>>> {
                let mut timer = Timer::new();
                for number in 0..count {
                    timer.tick().await;
                    yield_!(number);
                }
            }

            use std::convert::identity as in_box;
        }
        fn run(count: &u64) -> u64 {
            consume_boxed(in_box(numbers(*count)))
        }
    }
}

mod delegation_1 {
    use super::*;

    nested_in! {
        ($) Numbers {} {}
        fn run(count: &u64) -> u64 {
            consume(nested(*count, 1))
        }
    }
}

mod delegation_100 {
    use super::*;

    nested_in! {
        ($) Numbers {} {}
        fn run(count: &u64) -> u64 {
            consume(nested(*count, 100))
        }
    }
}

mod delegated_pending {
    use super::*;

    nested_in! {
        ($) Ticks { let mut timer = Timer::new(); } { timer.tick().await; }
        fn run(count: &u64) -> u64 {
            consume(nested(*count, 1))
        }
    }
}

mod tree {
    use super::*;

    streams_in! {
        [nightly async_stream asynk_strim async_gen async_fn_stream]
        written_out {
            hand_written {
                /// The subtrees that are left: each with its first number and its depth, and whether its
                /// left half is done.
                struct Walk(Vec<(u64, u64, bool)>);

                impl Stream for Walk {
                    type Item = u64;

                    #[inline]
                    fn poll_next(
                        mut self: Pin<&mut Self>,
                        _: &mut Context<'_>,
                    ) -> Poll<Option<u64>> {
                        while let Some((first, depth, is_left_done)) = self.0.pop() {
                            if depth == 0 {
                                continue;
                            }
                            let half = 1 << (depth - 1);
                            if is_left_done {
                                self.0.push((first + half, depth - 1, false));
                                return Poll::Ready(Some(first + half - 1));
                            }
                            self.0.push((first, depth, true));
                            self.0.push((first, depth - 1, false));
                        }
                        Poll::Ready(None)
                    }
                }

                fn walk(first: u64, depth: u64) -> Walk {
                    Walk(vec![(first, depth, false)])
                }
            }
            genfn {
                #[::genfn::generator]
                async fn walk(first: u64, depth: u64) -> impl Stream<Item = u64> {
                    if depth > 0 {
                        let half = 1 << (depth - 1);
                        yield_from!(walk(first, depth - 1));
                        yield_!(first + half - 1);
                        yield_from!(walk(first + half, depth - 1));
                    }
                }
            }
        }
        streams(put) {
            fn walk(first: u64, depth: u64) -> u64 {
                if depth > 0 {
                    let half: u64 = 1 << (depth - 1);
                    let mut left = boxed(first, depth - 1);
                    while let Some(item) = next(left.as_mut()).await {
                        $($put)*(item);
                    }
                    $($put)*(first + half - 1);
                    let mut right = boxed(first + half, depth - 1);
                    while let Some(item) = next(right.as_mut()).await {
                        $($put)*(item);
                    }
                }
            }
        }
        fn run(walks: &u64) -> u64 {
            let mut sum = 0;
            for _ in 0..*walks {
                sum = mix(sum, consume(walk(0, TREE_DEPTH)));
            }
            sum
        }
        #[allow(dead_code)]
        fn boxed(first: u64, depth: u64) -> BoxStream {
            Box::pin(walk(first, depth))
        }
    }
}
