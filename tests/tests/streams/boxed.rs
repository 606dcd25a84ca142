//! Streams that return in a box: their first poll is a function of its own, which hands over the
//! arguments and the task.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;
use std::thread;

use futures::Stream;
use futures::stream::{BoxStream, LocalBoxStream};
use genfn::{async_gen, generator};

use crate::harness::{Gate, Log, OnDrop, Task, items, next, pends};

#[generator]
async fn gated(gate: Gate) -> LocalBoxStream<'static, u32> {
    gate.await;
    yield_!(1);
}

/// Awaits by a macro: the macro that is expanded sees no `.await`.
macro_rules! wait_for {
    ($future:expr) => {
        $future.await
    };
}

#[generator]
async fn hidden(gate: Gate) -> LocalBoxStream<'static, u32> {
    wait_for!(gate);
    yield_!(1);
}

#[generator]
async fn innermost(gate: Gate) -> impl Stream<Item = u32> {
    gate.await;
    yield_!(1);
}

#[generator]
async fn delegates(gate: Gate) -> Pin<Box<dyn Stream<Item = u32>>> {
    yield_from!(innermost(gate));
}

#[generator]
async fn drives(gate: Gate) -> Pin<Box<dyn Stream<Item = u32>>> {
    yield_from!(delegates(gate));
}

fn in_place(gate: Gate) -> LocalBoxStream<'static, u32> {
    async_gen! { -> LocalBoxStream<'static, u32> {
        gate.await;
        yield_!(1);
    } }
}

#[test]
fn each_task_that_polls_is_the_one_that_is_woken() {
    for make in [gated, hidden, delegates, drives, in_place] {
        for polls in 1..4 {
            let gate = Gate::default();
            let mut stream = make(gate.clone());
            let tasks: Vec<_> = (0..polls).map(|_| Task::new()).collect();
            for task in &tasks {
                assert_eq!(task.next(stream.as_mut()), Poll::Pending);
            }
            gate.open();
            let woken: Vec<_> = tasks.iter().map(Task::woken).collect();
            let last = polls - 1;
            assert_eq!(woken, (0..polls).map(|poll| usize::from(poll == last)).collect::<Vec<_>>());
            assert_eq!(tasks[0].next(stream.as_mut()), Poll::Ready(Some(1)));
            assert_eq!(tasks[0].next(stream.as_mut()), Poll::Ready(None));
            assert_eq!(tasks[last].next(stream.as_mut()), Poll::Ready(None));
        }
    }
}

#[repr(align(64))]
struct Aligned(u8);

#[generator]
async fn of_many_arguments(
    nothing: (),
    small: u8,
    aligned: Aligned,
    text: String,
    large: [u64; 24],
) -> BoxStream<'static, u64> {
    let () = nothing;
    assert_eq!((&raw const aligned).addr() % 64, 0);
    yield_!(u64::from(small));
    yield_!(u64::from(aligned.0));
    pends(1).await;
    yield_!(text.len() as u64);
    for number in large {
        yield_!(number);
    }
}

#[test]
fn arguments_of_any_shape_arrive() {
    let large = std::array::from_fn(|index| index as u64);
    let made = of_many_arguments((), 7, Aligned(8), "nine bytes".to_owned(), large);
    let expected: Vec<u64> = [7, 8, 10].into_iter().chain(0..24).collect();
    assert_eq!(items(made), expected);
}

#[generator]
async fn logs(log: Log, first: OnDrop, _: OnDrop) -> LocalBoxStream<'static, u32> {
    log.say("begin");
    let _local = log.on_drop("local");
    pends(1).await;
    yield_!(1);
    drop(first);
    yield_!(2);
}

#[test]
fn what_is_left_is_dropped_after_any_number_of_polls() {
    let expected: [&[&str]; 6] = [
        &["drop first", "drop second"],
        &["begin", "drop local", "drop second", "drop first"],
        &["begin", "drop local", "drop second", "drop first"],
        &["begin", "drop first", "drop local", "drop second"],
        &["begin", "drop first", "drop local", "drop second"],
        &["begin", "drop first", "drop local", "drop second"],
    ];
    for (polls, expected) in expected.into_iter().enumerate() {
        let log = Log::default();
        let mut stream = logs(log.clone(), log.on_drop("first"), log.on_drop("second"));
        for _ in 0..polls {
            let _ = next(stream.as_mut());
        }
        drop(stream);
        let mut dropped = log.take();
        if polls == 0 {
            dropped.sort();
        }
        assert_eq!(dropped, expected, "{polls}");
    }
}

#[generator]
async fn panics(polls: u32, held: OnDrop) -> LocalBoxStream<'static, u32> {
    let _held = held;
    pends(polls).await;
    panic!("on purpose");
}

#[generator]
async fn panics_in_a_delegate(polls: u32, held: OnDrop) -> LocalBoxStream<'static, u32> {
    yield_from!(panics(polls, held));
}

#[test]
fn a_stream_is_over_once_its_body_has_panicked() {
    for make in [panics, panics_in_a_delegate] {
        for polls in 0..3 {
            let log = Log::default();
            let mut stream = make(polls, log.on_drop("held"));
            for _ in 0..polls {
                assert_eq!(next(stream.as_mut()), Poll::Pending);
            }
            catch_unwind(AssertUnwindSafe(|| next(stream.as_mut()))).unwrap_err();
            assert_eq!(log.take(), ["drop held"]);
            assert_eq!(next(stream.as_mut()), Poll::Ready(None));
            assert_eq!(stream.size_hint(), (0, Some(0)));
        }
    }
}

#[generator(size_hint = (count as usize, Some(count as usize)))]
async fn counts(count: u32) -> BoxStream<'static, u32> {
    for number in 0..count {
        yield_!(number);
    }
}

#[test]
fn the_size_hint_counts_down() {
    let mut stream = counts(2);
    for left in (0..3).rev() {
        assert_eq!(stream.size_hint(), (left, Some(left)));
        let _ = next(stream.as_mut());
    }
    assert_eq!(stream.size_hint(), (0, Some(0)));
}

#[generator]
async fn counts_slowly(name: String, count: u32) -> impl Stream<Item = String> + Send {
    for number in 0..count {
        pends(1).await;
        yield_!(format!("{name} {number}"));
    }
}

#[generator]
async fn counts_twice(name: String, count: u32) -> BoxStream<'static, String> {
    yield_from!(counts_slowly(name.clone(), count));
    yield_from!(counts_slowly(name, count));
}

/// Polls a stream to its end, each poll on another thread.
fn items_by_threads<S: Stream<Item = String> + Send + ?Sized>(
    mut stream: Pin<&mut S>,
) -> Vec<String> {
    let mut items = Vec::new();
    loop {
        let stream = stream.as_mut();
        let polled = thread::scope(|scope| {
            let poll = scope.spawn(move || {
                let task = Task::new();
                task.next(stream)
            });
            poll.join().unwrap()
        });
        match polled {
            Poll::Ready(Some(item)) => items.push(item),
            Poll::Ready(None) => return items,
            Poll::Pending => {}
        }
    }
}

#[test]
fn a_stream_moves_between_threads_between_polls() {
    let expected = ["a 0", "a 1", "a 0", "a 1"];
    assert_eq!(items_by_threads(counts_twice("a".to_owned(), 2).as_mut()), expected);
    let pinned = std::pin::pin!(counts_slowly("a".to_owned(), 2));
    assert_eq!(items_by_threads(pinned), expected[..2]);
    let movable = async_gen! { -> impl Stream<Item = String> {
        yield_from!(counts_slowly("a".to_owned(), 2));
        yield_from!(counts_twice("b".to_owned(), 1));
    } };
    assert_eq!(items_by_threads(std::pin::pin!(movable)), ["a 0", "a 1", "b 0", "b 0"]);
}
