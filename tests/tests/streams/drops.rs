//! What is dropped when: by a drop of the stream, at the end of the body, by a panic.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use futures::Stream;
use genfn::{CloseStream, generator};

use crate::harness::{Log, OnDrop, close, next, pends};

#[generator]
async fn body(log: Log, first: OnDrop, _: OnDrop, third: OnDrop) -> impl Stream<Item = u32> {
    let _a = log.on_drop("a");
    yield_!(1);
    let _b = log.on_drop("b");
    {
        let _c = log.on_drop("c");
        pends(1).await;
    }
    yield_!({
        let _temporary = log.on_drop("temporary");
        2
    });
    drop(first);
    yield_!(3);
    let _ = &third;
}

/// The same as an `async fn`, up to the poll in which it is dropped.
async fn twin(log: Log, first: OnDrop, _: OnDrop, third: OnDrop) {
    let _a = log.on_drop("a");
    pends(1).await;
    let _b = log.on_drop("b");
    {
        let _c = log.on_drop("c");
        pends(1).await;
    }
    {
        let _temporary = log.on_drop("temporary");
    }
    pends(1).await;
    drop(first);
    pends(1).await;
    let _ = &third;
}

#[test]
fn a_drop_at_any_poll_drops_what_an_async_fn_drops() {
    for polls in 0..6 {
        let log = Log::default();
        let arguments = || (log.on_drop("1"), log.on_drop("2"), log.on_drop("3"));
        {
            let (first, second, third) = arguments();
            let mut stream = pin!(body(log.clone(), first, second, third));
            for _ in 0..polls {
                let _ = next(stream.as_mut());
            }
        }
        let dropped = log.take();
        {
            let (first, second, third) = arguments();
            let mut future = pin!(twin(log.clone(), first, second, third));
            for _ in 0..polls {
                let mut context = std::task::Context::from_waker(std::task::Waker::noop());
                if std::future::Future::poll(future.as_mut(), &mut context).is_ready() {
                    break;
                }
            }
        }
        assert_eq!(dropped, log.take(), "{polls} polls");
    }
}

#[generator]
async fn panics(log: Log, at: u32) -> impl Stream<Item = u32> {
    let _guard = log.on_drop("guard");
    assert_ne!(at, 0, "before the first yield");
    yield_!(1);
    assert_ne!(at, 1, "behind a yield");
    pends(1).await;
    assert_ne!(at, 2, "behind a wait");
    if try_yield!(2).is_err() {
        pends(1).await;
        assert_ne!(at, 3, "in the goodbye");
    }
}

#[generator]
async fn delegates(log: Log, at: u32, depth: u32) -> impl Stream<Item = u32> {
    let _guard = log.on_drop(&format!("{depth}"));
    if depth == 0 {
        yield_from!(panics(log.clone(), at));
    } else {
        yield_from!(delegates(log.clone(), at, depth - 1));
    }
}

/// Polls until there is a panic, or the stream is over.
fn run(mut stream: Pin<&mut impl CloseStream<Item = u32>>, closes_after: usize) -> bool {
    let mut items = 0;
    for _ in 0..50 {
        let polled = catch_unwind(AssertUnwindSafe(|| {
            if items == closes_after {
                return close(stream.as_mut()).map(|_| None);
            }
            next(stream.as_mut())
        }));
        match polled {
            Err(_) => return true,
            Ok(Poll::Ready(None)) => return false,
            Ok(Poll::Ready(Some(_))) => items += 1,
            Ok(Poll::Pending) => {}
        }
    }
    panic!("it does not end");
}

#[test]
fn after_a_panic_the_stream_is_over() {
    for at in 0..5 {
        let log = Log::default();
        let mut stream = pin!(panics(log.clone(), at));
        assert_eq!(run(stream.as_mut(), 2), at < 4, "{at}");
        assert_eq!(log.take(), ["drop guard"], "{at}");
        for _ in 0..2 {
            assert_eq!(next(stream.as_mut()), Poll::Ready(None));
            assert!(matches!(close(stream.as_mut()), Poll::Ready(Ok(()))));
        }
    }
}

#[test]
fn a_panic_in_a_delegate_drops_all_from_the_top() {
    for at in 0..5 {
        let log = Log::default();
        let mut stream = pin!(delegates(log.clone(), at, 2));
        assert_eq!(run(stream.as_mut(), 2), at < 4, "{at}");
        assert_eq!(log.take(), ["drop guard", "drop 0", "drop 1", "drop 2"], "{at}");
        assert_eq!(next(stream.as_mut()), Poll::Ready(None));
    }
}

#[test]
fn a_drop_drops_the_delegates_from_the_top() {
    for polls in 0..6 {
        let log = Log::default();
        {
            let mut stream = pin!(delegates(log.clone(), 9, 2));
            for _ in 0..polls {
                let _ = next(stream.as_mut());
            }
        }
        let expected: &[&str] = match polls {
            0 => &[],
            _ => &["drop guard", "drop 0", "drop 1", "drop 2"],
        };
        assert_eq!(log.take(), expected, "{polls}");
    }
}

/// Panics when it is dropped.
struct Explodes(Rc<Cell<u32>>);

impl Drop for Explodes {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
        assert!(std::thread::panicking(), "dropped");
    }
}

#[generator]
async fn yields_explosives(log: Log, dropped: Rc<Cell<u32>>) -> impl Stream<Item = Explodes> {
    let _guard = log.on_drop("guard");
    pends(1).await;
    yield_!(Explodes(dropped.clone()));
}

#[test]
fn an_item_that_nobody_wants_may_panic_when_it_is_dropped() {
    let (log, dropped) = (Log::default(), Rc::new(Cell::new(0)));
    let mut stream = pin!(yields_explosives(log.clone(), dropped.clone()));
    assert!(next(stream.as_mut()).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| close(stream.as_mut()).is_ready())).is_err());
    assert_eq!(dropped.get(), 1);
    assert_eq!(log.take(), ["drop guard"]);
    assert!(matches!(next(stream.as_mut()), Poll::Ready(None)));
}

#[generator]
async fn holds_explosives(log: Log, dropped: Rc<Cell<u32>>) -> impl Stream<Item = u32> {
    let _guard = log.on_drop("guard");
    let _explosive = Explodes(dropped);
    yield_!(1);
}

#[generator]
async fn delegates_to_explosives(log: Log, dropped: Rc<Cell<u32>>) -> impl Stream<Item = u32> {
    let _guard = log.on_drop("outer");
    yield_from!(holds_explosives(log.clone(), dropped));
}

#[test]
fn a_local_that_panics_when_a_close_drops_it_leaves_nothing_behind() {
    let (log, dropped) = (Log::default(), Rc::new(Cell::new(0)));
    let mut stream = pin!(holds_explosives(log.clone(), dropped.clone()));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
    assert!(catch_unwind(AssertUnwindSafe(|| close(stream.as_mut()).is_ready())).is_err());
    assert_eq!(log.take(), ["drop guard"]);
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));

    let mut stream = pin!(delegates_to_explosives(log.clone(), dropped.clone()));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
    assert!(catch_unwind(AssertUnwindSafe(|| close(stream.as_mut()).is_ready())).is_err());
    assert_eq!(log.take(), ["drop guard", "drop outer"]);
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
    assert_eq!(dropped.get(), 2);
}

#[test]
fn an_item_is_owned_by_whoever_polled() {
    #[generator]
    async fn items(log: Log) -> impl Stream<Item = OnDrop> {
        for name in ["x", "y"] {
            yield_!(log.on_drop(name));
        }
    }
    let log = Log::default();
    let mut stream = Box::pin(items(log.clone()));
    let Poll::Ready(Some(first)) = next(stream.as_mut()) else { panic!("there is an item") };
    drop(stream);
    assert!(log.take().is_empty());
    drop(first);
    assert_eq!(log.take(), ["drop x"]);
}
