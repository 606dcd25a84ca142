//! `close`: where the body is told, what it may do then, and what comes of it.

use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use futures::Stream;
use genfn::{CloseError, CloseStream, Interrupt, async_gen, generator};

use crate::harness::{Gate, Log, Task, close, next, pends};

/// What `close` gives, as a test compares it.
fn closed<T>(polled: Poll<Result<(), CloseError<T>>>) -> Poll<Result<(), T>> {
    polled.map(|result| result.map_err(CloseError::into_inner))
}

const OK: Poll<Result<(), u32>> = Poll::Ready(Ok(()));

#[generator]
async fn plain(log: Log) -> impl Stream<Item = u32> {
    let _first = log.on_drop("first");
    let _second = log.on_drop("second");
    yield_!(1);
    log.say("went on");
    pends(2).await;
    yield_!(2);
}

#[test]
fn before_the_first_poll_it_drops_the_arguments() {
    let log = Log::default();
    let argument = log.on_drop("argument");
    let mut stream = pin!(async_gen! {
        let _argument = argument;
        yield_!(1);
    });
    assert_eq!(closed(close(stream.as_mut())), OK);
    assert_eq!(log.take(), ["drop argument"]);
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
}

#[test]
fn at_a_yield_it_drops_the_body() {
    let log = Log::default();
    let mut stream = pin!(plain(log.clone()));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
    assert_eq!(closed(close(stream.as_mut())), OK);
    assert_eq!(log.take(), ["drop second", "drop first"]);
    assert_eq!(closed(close(stream.as_mut())), OK);
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
}

#[test]
fn at_an_await_the_body_goes_on_to_its_next_yield() {
    let log = Log::default();
    let mut stream = pin!(plain(log.clone()));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
    assert_eq!(next(stream.as_mut()), Poll::Pending);
    assert_eq!(log.take(), ["went on"]);
    assert_eq!(closed(close(stream.as_mut())), Poll::Pending);
    assert_eq!(closed(close(stream.as_mut())), OK);
    assert_eq!(log.take(), ["drop second", "drop first"]);
}

#[test]
fn a_close_that_is_given_up_leaves_the_stream_as_it_is() {
    let log = Log::default();
    let mut stream = pin!(plain(log.clone()));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
    assert_eq!(next(stream.as_mut()), Poll::Pending);
    assert_eq!(closed(close(stream.as_mut())), Poll::Pending);
    // No longer closing.
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(2)));
}

#[generator]
async fn catches(log: Log, gate: Gate) -> impl Stream<Item = u32> {
    let _guard = log.on_drop("guard");
    let mut number = 0;
    while try_yield!(number) == Ok(()) {
        number += 1;
    }
    log.say("told");
    gate.await;
    log.say("goodbye");
}

#[test]
fn a_body_that_catches_it_may_wait() {
    let (log, gate, task) = (Log::default(), Gate::default(), Task::new());
    let mut stream = pin!(catches(log.clone(), gate.clone()));
    assert_eq!(task.next(stream.as_mut()), Poll::Ready(Some(0)));
    assert_eq!(task.next(stream.as_mut()), Poll::Ready(Some(1)));
    for _ in 0..3 {
        assert_eq!(closed(task.close(stream.as_mut())), Poll::Pending);
    }
    // It was told once.
    assert_eq!(log.take(), ["told"]);
    gate.open();
    assert_eq!(task.woken(), 1);
    assert_eq!(closed(task.close(stream.as_mut())), OK);
    assert_eq!(log.take(), ["goodbye", "drop guard"]);
}

#[test]
fn a_goodbye_goes_on_when_it_is_polled_for_an_item() {
    let (log, gate) = (Log::default(), Gate::default());
    let mut stream = pin!(catches(log.clone(), gate.clone()));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
    assert_eq!(closed(close(stream.as_mut())), Poll::Pending);
    assert_eq!(next(stream.as_mut()), Poll::Pending);
    gate.open();
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
    assert_eq!(log.take(), ["told", "goodbye", "drop guard"]);
}

#[test]
fn a_goodbye_is_dropped_with_the_stream() {
    let (log, gate) = (Log::default(), Gate::default());
    {
        let mut stream = pin!(catches(log.clone(), gate));
        assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
        assert_eq!(closed(close(stream.as_mut())), Poll::Pending);
    }
    assert_eq!(log.take(), ["told", "drop guard"]);
}

#[generator]
async fn stubborn() -> impl Stream<Item = u32> {
    while try_yield!(1).is_ok() {}
    pends(1).await;
    yield_!(2);
    yield_!(3);
}

#[test]
fn a_body_that_yields_instead_stays_suspended_there() {
    let mut stream = pin!(stubborn());
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
    assert_eq!(closed(close(stream.as_mut())), Poll::Pending);
    assert_eq!(closed(close(stream.as_mut())), Poll::Ready(Err(2)));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(3)));
    assert_eq!(closed(close(stream.as_mut())), OK);
}

#[test]
fn a_body_that_yielded_instead_is_told_anew() {
    let mut stream = pin!(stubborn());
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
    assert_eq!(closed(close(stream.as_mut())), Poll::Pending);
    assert_eq!(closed(close(stream.as_mut())), Poll::Ready(Err(2)));
    assert_eq!(closed(close(stream.as_mut())), OK);
}

#[generator]
async fn ends_badly() -> impl Stream<Item = Result<u32, &'static str>> {
    if try_yield!(Ok(1)).is_err() {
        pends(1).await;
        Err("could not say goodbye")?;
    }
}

#[test]
fn an_error_that_the_goodbye_ends_with_is_given() {
    let mut stream = pin!(ends_badly());
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(Ok(1))));
    assert_eq!(closed(close(stream.as_mut())), Poll::Pending);
    let last = closed(close(stream.as_mut()));
    assert_eq!(last, Poll::Ready(Err(Err("could not say goodbye"))));
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
}

#[generator]
async fn inner(name: &'static str, log: Log, catches: bool) -> impl Stream<Item = u32> {
    let _guard = log.on_drop(name);
    let mut number = 0;
    loop {
        pends(1).await;
        if catches {
            if try_yield!(number).is_err() {
                log.say(format!("{name} told"));
                pends(1).await;
                log.say(format!("{name} ends"));
                return;
            }
        } else {
            yield_!(number);
        }
        number += 1;
    }
}

#[generator]
async fn outer(log: Log, inner_catches: bool, catches: bool) -> impl Stream<Item = u32> {
    let _guard = log.on_drop("outer");
    if catches {
        let ended = try_yield_from!(inner("inner", log.clone(), inner_catches));
        log.say(format!("outer told: {ended:?}"));
        pends(1).await;
        log.say("outer ends");
    } else {
        yield_from!(inner("inner", log.clone(), inner_catches));
        log.say("not reached");
    }
}

/// Polls `stream` to close until that is done, and counts the polls.
fn polls_to_close<S: CloseStream>(mut stream: Pin<&mut S>) -> (usize, Result<(), S::Item>) {
    for polls in 1..100 {
        if let Poll::Ready(result) = closed(close(stream.as_mut())) {
            return (polls, result);
        }
    }
    panic!("it does not end");
}

#[test]
fn the_innermost_delegate_is_told_first() {
    for (inner_catches, catches, polls, expected) in [
        (false, false, 1, vec!["drop inner", "drop outer"]),
        (true, false, 2, vec!["inner told", "inner ends", "drop inner", "drop outer"]),
        (false, true, 2, vec!["drop inner", "outer told: Err(Closed)", "outer ends", "drop outer"]),
        (
            true,
            true,
            3,
            vec![
                "inner told",
                "inner ends",
                "drop inner",
                "outer told: Err(Closed)",
                "outer ends",
                "drop outer",
            ],
        ),
    ] {
        let log = Log::default();
        let mut stream = pin!(outer(log.clone(), inner_catches, catches));
        assert_eq!(next(stream.as_mut()), Poll::Pending);
        assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
        assert_eq!(polls_to_close(stream.as_mut()), (polls, Ok(())));
        assert_eq!(log.take(), expected, "{inner_catches} {catches}");
        assert_eq!(next(stream.as_mut()), Poll::Ready(None));

        // In a wait of the delegate.
        let log = Log::default();
        let mut stream = pin!(outer(log.clone(), inner_catches, catches));
        assert_eq!(next(stream.as_mut()), Poll::Pending);
        assert_eq!(polls_to_close(stream.as_mut()).1, Ok(()));
        assert_eq!(log.take(), expected, "{inner_catches} {catches}, waiting");
    }
}

#[generator]
async fn three(log: Log, depth: u32) -> impl Stream<Item = u32> {
    let _guard = log.on_drop(&format!("{depth}"));
    if depth == 0 {
        let _ = try_yield!(0);
    } else {
        let _ = try_yield_from!(three(log.clone(), depth - 1));
    }
    log.say(format!("{depth} told"));
    pends(1).await;
    log.say(format!("{depth} ends"));
}

#[test]
fn each_is_told_in_turn_and_waits_by_itself() {
    let log = Log::default();
    let mut stream = pin!(three(log.clone(), 2));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
    let mut steps = Vec::new();
    while closed(close(stream.as_mut())).is_pending() {
        steps.push(log.take().join(", "));
    }
    steps.push(log.take().join(", "));
    assert_eq!(
        steps,
        ["0 told", "0 ends, drop 0, 1 told", "1 ends, drop 1, 2 told", "2 ends, drop 2",]
    );
}

#[generator]
async fn delegates_to_stubborn(log: Log) -> impl Stream<Item = u32> {
    let _guard = log.on_drop("outer");
    let _ = try_yield_from!(stubborn());
    log.say("not reached");
}

#[test]
fn a_delegate_that_yields_instead_ends_all() {
    let log = Log::default();
    let mut stream = pin!(delegates_to_stubborn(log.clone()));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
    assert_eq!(polls_to_close(stream.as_mut()), (2, Err(2)));
    assert_eq!(log.take(), ["drop outer"]);
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
}

#[generator]
async fn delegates_in_its_goodbye(log: Log) -> impl Stream<Item = u32> {
    if try_yield!(0).is_err() {
        log.say("told");
        yield_from!(nothing(log.clone()));
        log.say("ends");
    }
}

#[generator]
async fn nothing(log: Log) -> impl Stream<Item = u32> {
    pends(2).await;
    log.say("waited");
    if false {
        yield_!(0);
    }
}

#[test]
fn a_goodbye_may_delegate_to_what_yields_nothing() {
    let log = Log::default();
    let mut stream = pin!(delegates_in_its_goodbye(log.clone()));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
    assert_eq!(polls_to_close(stream.as_mut()), (3, Ok(())));
    assert_eq!(log.take(), ["told", "waited", "ends"]);
}

#[generator]
async fn waits_then_delegates(log: Log, catches: bool) -> impl Stream<Item = u32> {
    let _guard = log.on_drop("outer");
    pends(2).await;
    if catches {
        let ended = try_yield_from!(inner("inner", log.clone(), true));
        log.say(format!("{ended:?}"));
        pends(1).await;
    } else {
        yield_from!(inner("inner", log.clone(), true));
    }
}

#[test]
fn a_delegate_that_was_not_polled_yet_is_closed_before_it_starts() {
    for (catches, polls, expected) in
        [(false, 2, &["drop outer"][..]), (true, 3, &["Err(Closed)", "drop outer"][..])]
    {
        let log = Log::default();
        let mut stream = pin!(waits_then_delegates(log.clone(), catches));
        assert_eq!(next(stream.as_mut()), Poll::Pending);
        assert_eq!(polls_to_close(stream.as_mut()), (polls, Ok(())));
        assert_eq!(log.take(), expected);
    }
}

/// A stream of another kind, which is closed after some polls.
struct Closes {
    log: Log,
    left: u32,
    items: u32,
}

impl Stream for Closes {
    type Item = u32;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u32>> {
        self.items += 1;
        Poll::Ready(Some(self.items))
    }
}

impl CloseStream for Closes {
    fn poll_close(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), CloseError<u32>>> {
        if self.left == 0 {
            self.log.say("closed");
            return Poll::Ready(Ok(()));
        }
        self.left -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

#[generator]
async fn delegates_to_foreign(log: Log) -> impl Stream<Item = u32> {
    let stream = Closes { log: log.clone(), left: 2, items: 0 };
    let ended = try_yield_from!(stream);
    log.say(format!("{ended:?}"));
}

#[test]
fn a_delegate_written_by_hand_is_closed_too() {
    let (log, task) = (Log::default(), Task::new());
    let mut stream = pin!(delegates_to_foreign(log.clone()));
    assert_eq!(task.next(stream.as_mut()), Poll::Ready(Some(1)));
    assert_eq!(closed(task.close(stream.as_mut())), Poll::Pending);
    assert_eq!(closed(task.close(stream.as_mut())), Poll::Pending);
    assert_eq!(task.woken(), 2);
    assert_eq!(closed(task.close(stream.as_mut())), OK);
    assert_eq!(log.take(), ["closed", "Err(Closed)"]);
}

#[generator]
fn careful(log: Log) -> impl Iterator<Item = u32> {
    if try_yield!(1).is_err() {
        log.say("generator told");
    }
}

#[generator]
async fn other_kinds(log: Log, kind: u32) -> impl Stream<Item = u32> {
    let ended: Result<(), Interrupt<Infallible>> = match kind {
        0 => try_yield_from!(futures::stream::iter([1, 2])),
        1 => try_yield_from!([1, 2]),
        2 => try_yield_from!(careful(log.clone())),
        _ => try_yield_from!(Box::pin(plain(log.clone()))),
    };
    log.say(format!("{ended:?}"));
}

#[test]
fn delegates_of_other_kinds_end_when_the_stream_is_closed() {
    for (kind, before) in [
        (0, &[][..]),
        (1, &[][..]),
        (2, &["generator told"][..]),
        (3, &["drop second", "drop first"][..]),
    ] {
        let log = Log::default();
        let mut stream = pin!(other_kinds(log.clone(), kind));
        assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
        assert_eq!(closed(close(stream.as_mut())), OK);
        let mut expected = before.to_vec();
        expected.push("Err(Closed)");
        assert_eq!(log.take(), expected, "{kind}");
    }
}

#[generator]
async fn fails() -> impl Stream<Item = Result<u32, &'static str>> {
    yield_!(Ok(1));
    Err("over")?;
}

#[generator]
async fn after_a_failure(log: Log) -> impl Stream<Item = Result<u32, &'static str>> {
    let _guard = log.on_drop("outer");
    let ended = try_yield_from!(fails());
    log.say(format!("{ended:?}"));
    yield_!(Ok(2));
}

#[test]
fn a_delegate_that_fails_gives_its_error_and_the_stream_goes_on() {
    let log = Log::default();
    let mut stream = pin!(after_a_failure(log.clone()));
    let mut all = Vec::new();
    while let Poll::Ready(Some(item)) = next(stream.as_mut()) {
        all.push(item);
    }
    assert_eq!(all, [Ok(1), Err("over"), Ok(2)]);
    assert_eq!(log.take(), ["Ok(())", "drop outer"]);

    // Closed while the error is the last item that went out.
    let mut stream = pin!(after_a_failure(log.clone()));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(Ok(1))));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(Err("over"))));
    let last = closed(close(stream.as_mut()));
    assert_eq!(last, Poll::Ready(Err(Ok(2))));
    assert_eq!(log.take(), ["Err(Closed)"]);
}

#[test]
fn close_works_by_method_on_pinned_movable_and_borrowed_streams() {
    futures::executor::block_on(async {
        let mut pinned = pin!(stubborn());
        assert_eq!(pinned.close().await, Ok(()));
        let mut boxed = Box::pin(stubborn());
        assert_eq!(boxed.close().await, Ok(()));
        let borrowed = &mut boxed;
        assert_eq!(borrowed.close().await, Ok(()));
        let mut erased: Pin<Box<dyn CloseStream<Item = u32>>> = Box::pin(stubborn());
        assert_eq!(erased.close().await, Ok(()));
    });
}

#[test]
fn a_close_in_an_async_fn_passes_its_own_task() {
    let (log, gate, task) = (Log::default(), Gate::default(), Task::new());
    let mut stream = pin!(catches(log.clone(), gate.clone()));
    assert_eq!(task.next(stream.as_mut()), Poll::Ready(Some(0)));
    let mut closing = pin!(async { stream.close().await.is_ok() });
    let mut context = Context::from_waker(&task.waker);
    assert_eq!(closing.as_mut().poll(&mut context), Poll::Pending);
    // Miri gives a vtable several addresses.
    assert!(gate.waker().is_some_and(|waker| cfg!(miri) || waker.will_wake(&task.waker)));
    gate.open();
    assert_eq!(closing.as_mut().poll(&mut context), Poll::Ready(true));
}
