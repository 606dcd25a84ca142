//! Which waker a stream is woken by, and what becomes of a context that is exchanged.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use futures::Stream;
use genfn::{CloseStream, async_gen, generator};

use crate::harness::{Gate, Log, Task, next, pends};

#[generator]
async fn gated(gate: Gate) -> impl Stream<Item = u32> {
    gate.await;
    yield_!(1);
}

#[generator]
async fn through(depth: u32, gate: Gate) -> impl Stream<Item = u32> {
    if depth == 0 {
        yield_from!(gated(gate));
    } else {
        yield_from!(through(depth - 1, gate));
    }
}

#[generator]
async fn driven(gate: Gate) -> impl Stream<Item = u32> {
    yield_from!(Box::pin(gated(gate)));
}

/// Awaits by a macro: the macro that is expanded sees no `.await`.
macro_rules! wait_for {
    ($future:expr) => {
        $future.await
    };
}

#[generator]
async fn hidden(gate: Gate) -> impl Stream<Item = u32> {
    wait_for!(gate);
    yield_!(1);
}

#[test]
fn the_last_task_that_polled_is_woken() {
    let streams = |gate: &Gate| -> [Pin<Box<dyn Stream<Item = u32>>>; 6] {
        [
            Box::pin(gated(gate.clone())),
            Box::pin(through(0, gate.clone())),
            Box::pin(through(1, gate.clone())),
            Box::pin(through(50, gate.clone())),
            Box::pin(driven(gate.clone())),
            Box::pin(hidden(gate.clone())),
        ]
    };
    for index in 0..6 {
        let gate = Gate::default();
        let mut stream = streams(&gate).into_iter().nth(index).unwrap();
        let tasks = [Task::new(), Task::new(), Task::new()];
        for task in &tasks {
            assert_eq!(task.next(stream.as_mut()), Poll::Pending);
            // Miri gives a vtable several addresses.
            assert!(cfg!(miri) || gate.waker().unwrap().will_wake(&task.waker), "{index}");
        }
        gate.open();
        assert_eq!(tasks.each_ref().map(Task::woken), [0, 0, 1], "{index}");
        assert_eq!(tasks[0].next(stream.as_mut()), Poll::Ready(Some(1)));
        assert_eq!(tasks[0].next(stream.as_mut()), Poll::Ready(None));
    }
}

#[test]
fn a_visible_await_clones_the_waker_once() {
    let (gate, task) = (Gate::default(), Task::new());
    let mut stream = pin!(through(3, gate.clone()));
    for _ in 0..10 {
        assert_eq!(task.next(stream.as_mut()), Poll::Pending);
    }
    // That of the gate.
    assert_eq!(task.clones(), 1);
    gate.open();
    assert_eq!(task.clones(), 0);
}

/// The waker of an executor that knows its own wakers alone: it panics at any other vtable.
fn own_waker(counter: &'static AtomicUsize) -> Waker {
    // SAFETY: the data is a counter that lives for ever, and is only counted up.
    unsafe { Waker::new((&raw const *counter).cast(), &OWN) }
}

static OWN: RawWakerVTable =
    RawWakerVTable::new(|data| RawWaker::new(data, &OWN), own_wake, own_wake, |_| {});

fn own_wake(counter: *const ()) {
    // SAFETY: `own_waker` is the only one that makes such a waker.
    unsafe { &*counter.cast::<AtomicUsize>() }.fetch_add(1, Ordering::SeqCst);
}

async fn needs_its_own_executor() {
    let mut polls = 0;
    poll_fn(|context| {
        assert!(std::ptr::eq(context.waker().vtable(), &raw const OWN), "not my executor");
        polls += 1;
        context.waker().wake_by_ref();
        if polls < 3 { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
}

#[generator]
async fn on_its_executor(depth: u32) -> impl Stream<Item = u32> {
    if depth > 0 {
        yield_from!(on_its_executor(depth - 1));
    }
    needs_its_own_executor().await;
    yield_!(depth);
}

#[test]
fn futures_see_the_waker_of_their_executor() {
    static WOKEN: AtomicUsize = AtomicUsize::new(0);
    let waker = own_waker(&WOKEN);
    let mut context = Context::from_waker(&waker);
    let mut stream = pin!(on_its_executor(2));
    let mut all = Vec::new();
    loop {
        match stream.as_mut().poll_next(&mut context) {
            Poll::Ready(Some(item)) => all.push(item),
            Poll::Ready(None) => break,
            Poll::Pending => {}
        }
    }
    assert_eq!(all, [0, 1, 2]);
    assert_eq!(WOKEN.load(Ordering::SeqCst), 9);
}

/// A future that puts another waker into the context that it is polled with, `pending` times.
struct Exchanges {
    pending: u32,
}

impl Future for Exchanges {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        *context = Context::from_waker(Waker::noop());
        if self.pending == 0 {
            return Poll::Ready(());
        }
        self.pending -= 1;
        Poll::Pending
    }
}

#[generator]
async fn exchanged_visibly() -> impl Stream<Item = u32> {
    Exchanges { pending: 0 }.await;
    yield_!(1);
    Exchanges { pending: 1 }.await;
    yield_!(2);
    yield_from!(gated_open());
    Exchanges { pending: 0 }.await;
}

#[generator]
async fn gated_open() -> impl Stream<Item = u32> {
    Exchanges { pending: 0 }.await;
    pends(1).await;
    yield_!(3);
}

#[test]
fn an_await_has_a_context_of_its_own() {
    let task = Task::new();
    let mut stream = pin!(exchanged_visibly());
    assert_eq!(task.next(stream.as_mut()), Poll::Ready(Some(1)));
    assert_eq!(task.next(stream.as_mut()), Poll::Pending);
    assert_eq!(task.next(stream.as_mut()), Poll::Ready(Some(2)));
    assert_eq!(task.next(stream.as_mut()), Poll::Pending);
    assert_eq!(task.woken(), 1);
    assert_eq!(task.next(stream.as_mut()), Poll::Ready(Some(3)));
    assert_eq!(task.next(stream.as_mut()), Poll::Ready(None));
}

/// What follows the hidden exchange.
#[derive(Clone, Copy, Debug)]
enum Then {
    Yields,
    TriesToYield,
    Waits,
    Delegates,
    Drives,
    Ends,
}

#[generator]
async fn exchanged_in_a_macro(log: Log, pending: u32, then: Then) -> impl Stream<Item = u32> {
    let _guard = log.on_drop("guard");
    wait_for!(Exchanges { pending });
    match then {
        Then::Yields => yield_!(1),
        Then::TriesToYield => {
            let _ = try_yield!(1);
        }
        Then::Waits => pends(0).await,
        Then::Delegates => yield_from!(gated_open()),
        Then::Drives => yield_from!([1, 2]),
        Then::Ends => {}
    }
}

#[test]
fn a_hidden_exchange_is_a_panic_at_the_next_use_of_the_context() {
    let uses = [Then::Yields, Then::TriesToYield, Then::Waits, Then::Delegates, Then::Drives];
    for pending in [0, 1] {
        for then in uses {
            let log = Log::default();
            let mut stream = pin!(exchanged_in_a_macro(log.clone(), pending, then));
            for _ in 0..pending {
                assert_eq!(next(stream.as_mut()), Poll::Pending);
            }
            let result = catch_unwind(AssertUnwindSafe(|| next(stream.as_mut())));
            let message = result.expect_err("it panics");
            let message = message.downcast_ref::<&str>().copied().unwrap_or_default();
            assert!(message.contains("has put another waker"), "{then:?}: {message}");
            assert_eq!(log.take(), ["drop guard"], "{then:?}");
            assert_eq!(next(stream.as_mut()), Poll::Ready(None), "{then:?}");
        }
    }
    let mut stream = pin!(exchanged_in_a_macro(Log::default(), 0, Then::Ends));
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
}

#[test]
fn a_hidden_exchange_within_a_visible_await_is_fine() {
    let mut stream = pin!(async_gen! {
        async { wait_for!(Exchanges { pending: 0 }) }.await;
        yield_!(1);
    });
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
}

#[test]
fn a_stream_in_a_hidden_await_of_another_one_has_its_own_slot() {
    let inner = Box::pin(through(2, Gate::default()));
    let mut stream = pin!(async_gen! {
        yield_!(0);
        let mut inner = inner;
        // Polls the inner stream with the proxy of this one.
        let item = wait_for!(poll_fn(|context| match inner.as_mut().poll_next(context) {
            Poll::Pending => Poll::Ready(7),
            Poll::Ready(item) => Poll::Ready(item.unwrap_or(8)),
        }));
        yield_!(item);
    });
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(7)));
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
}

/// Keeps a clone of the waker and lends the waker itself to another thread while it is polled.
struct LendsToThreads(Option<Waker>);

impl Future for LendsToThreads {
    type Output = Waker;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Waker> {
        let waker = context.waker();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    waker.wake_by_ref();
                    let clone = waker.clone();
                    clone.wake();
                });
            }
        });
        match self.0.take() {
            None => {
                self.0 = Some(waker.clone());
                Poll::Pending
            }
            Some(waker) => Poll::Ready(waker),
        }
    }
}

#[test]
fn clones_of_a_hidden_context_outlive_the_poll_and_wake_from_any_thread() {
    let task = Task::new();
    let mut stream = Box::pin(async_gen! {
        yield_!(None);
        let waker = wait_for!(LendsToThreads(None));
        yield_!(Some(waker));
    });
    assert!(matches!(task.next(stream.as_mut()), Poll::Ready(Some(None))));
    assert!(task.next(stream.as_mut()).is_pending());
    assert_eq!(task.woken(), 4);
    let Poll::Ready(Some(Some(waker))) = task.next(stream.as_mut()) else { panic!("it is ready") };
    assert_eq!(task.woken(), 8);
    drop(stream);
    std::thread::spawn(move || waker.wake()).join().unwrap();
    assert_eq!(task.woken(), 9);
    assert_eq!(task.clones(), 0);
}

#[generator]
async fn across_threads(depth: u32) -> impl Stream<Item = u32> + Send {
    if depth > 0 {
        yield_from!(across_threads(depth - 1));
    }
    let text = String::from("kept");
    let kept = &text;
    pends(1).await;
    yield_!(depth);
    assert_eq!(kept, "kept");
    if try_yield!(depth).is_err() {
        pends(1).await;
    }
}

#[test]
fn a_stream_moves_between_threads_between_polls() {
    let mut stream = Box::pin(across_threads(2));
    let mut all = Vec::new();
    loop {
        let (polled, back) = std::thread::spawn(move || {
            let polled = next(stream.as_mut());
            (polled, stream)
        })
        .join()
        .unwrap();
        stream = back;
        match polled {
            Poll::Ready(Some(item)) => all.push(item),
            Poll::Ready(None) => break,
            Poll::Pending => {}
        }
    }
    assert_eq!(all, [0, 0, 1, 1, 2, 2]);

    let mut stream = Box::pin(across_threads(2));
    for _ in 0..3 {
        let _ = next(stream.as_mut());
    }
    std::thread::spawn(move || futures::executor::block_on(stream.close()).unwrap())
        .join()
        .unwrap();
}
