//! A future that a macro makes a body wait for is harmless: one that is ready gives its value, one
//! that stays pending is a panic that says so, and what it keeps of its waker keeps nothing of
//! the generator.

use std::future::{self, Future};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll, Waker};
use std::thread;

use genfn::{Coroutine, CoroutineState, Status, generator};

/// Puts an `.await` where the attribute does not see it.
macro_rules! wait_for {
    ($future:expr) => {
        $future.await
    };
}

/// The message that `run` panics with.
fn message<R>(run: impl FnOnce() -> R) -> String {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(_) => panic!("it did not panic"),
        Err(payload) => match payload.downcast::<String>() {
            Ok(message) => *message,
            Err(payload) => (*payload.downcast_ref::<&str>().expect("a message")).to_owned(),
        },
    }
}

#[track_caller]
fn assert_says_what_is_wrong(message: &str) {
    assert!(message.contains("a generator waits only at its own yields"), "{message}");
    assert!(message.contains("`.await`"), "{message}");
}

#[generator]
fn waiting(before: u32, token: Rc<()>) -> impl Iterator<Item = u32> {
    for number in 0..before {
        yield_!(number);
    }
    let _held = Rc::clone(&token);
    wait_for!(future::pending::<()>());
    yield_!(100);
}

#[test]
fn one_that_stays_pending_is_a_panic() {
    for before in 0..3 {
        let token = Rc::new(());
        let mut generator = waiting(before, Rc::clone(&token));
        for number in 0..before {
            assert_eq!(generator.next(), Some(number));
        }
        assert_says_what_is_wrong(&message(|| generator.next()));
        assert_eq!(generator.status(), Status::Finished);
        assert_eq!(generator.next(), None);
        assert_eq!(Rc::strong_count(&token), 1, "the body is dropped");
    }
}

#[test]
fn one_that_stays_pending_in_a_fold_is_a_panic_as_well() {
    for before in 0..3 {
        let token = Rc::new(());
        let generator = waiting(before, Rc::clone(&token));
        let mut seen = 0;
        assert_says_what_is_wrong(&message(|| generator.for_each(|_| seen += 1)));
        assert_eq!(seen, before);
        assert_eq!(Rc::strong_count(&token), 1, "the body is dropped");
    }

    // Once it was started.
    let token = Rc::new(());
    let mut generator = waiting(2, Rc::clone(&token));
    generator.next();
    let mut seen = 0;
    assert_says_what_is_wrong(&message(|| generator.for_each(|_| seen += 1)));
    assert_eq!(seen, 1);
    assert_eq!(Rc::strong_count(&token), 1, "the body is dropped");
}

#[test]
fn through_the_protocol() {
    let token = Rc::new(());
    let mut generator = waiting(0, Rc::clone(&token));
    assert_says_what_is_wrong(&message(|| generator.start()));
    assert_eq!(generator.status(), Status::Finished);

    let mut generator = waiting(1, Rc::clone(&token));
    generator.start().unwrap();
    assert_says_what_is_wrong(&message(|| generator.send(())));
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(generator.close(), Ok(None));
    assert_eq!(Rc::strong_count(&token), 1);
}

#[test]
fn one_that_a_close_leads_to() {
    #[generator]
    fn cleaning() -> impl Coroutine<Yield = u32, Error = String> {
        if try_yield!(1).is_err() {
            wait_for!(future::pending::<()>());
        }
    }

    let mut closed = cleaning();
    closed.start().unwrap();
    assert_says_what_is_wrong(&message(|| closed.close()));
    assert_eq!(closed.status(), Status::Finished);

    let mut thrown = cleaning();
    thrown.start().unwrap();
    assert_says_what_is_wrong(&message(|| thrown.throw("an error".to_owned())));
    assert_eq!(thrown.status(), Status::Finished);
}

#[test]
fn one_that_is_ready_gives_its_value() {
    #[generator]
    fn ready() -> impl Iterator<Item = u32> {
        let number = wait_for!(future::ready(1));
        yield_!(number);
        yield_!(wait_for!(async { 2 }));
        let sum = wait_for!(async {
            let three = wait_for!(future::ready(3));
            three + number
        });
        yield_!(sum);
    }

    assert_eq!(ready().collect::<Vec<_>>(), [1, 2, 4]);
    assert_eq!(ready().sum::<u32>(), 7);
}

/// Keeps the waker of every poll, and is ready at the second.
struct KeepsWaker {
    wakers: Arc<Mutex<Vec<Waker>>>,
    polled: bool,
}

impl Future for KeepsWaker {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clone = context.waker().clone();
        assert!(!context.waker().will_wake(Waker::noop()));
        clone.wake_by_ref();
        context.waker().wake_by_ref();
        self.wakers.lock().unwrap().push(clone);
        if std::mem::replace(&mut self.polled, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

#[test]
fn a_waker_that_is_kept_outlives_the_step() {
    #[generator]
    fn kept(wakers: Arc<Mutex<Vec<Waker>>>) -> impl Iterator<Item = u32> {
        wait_for!(KeepsWaker { wakers: Arc::clone(&wakers), polled: true });
        yield_!(1);
        wait_for!(KeepsWaker { wakers: Arc::clone(&wakers), polled: true });
        yield_!(2);
        wait_for!(KeepsWaker { wakers, polled: false });
    }

    let wakers = Arc::new(Mutex::new(Vec::new()));
    let mut generator = kept(Arc::clone(&wakers));
    assert_eq!(generator.next(), Some(1));
    assert_eq!(generator.next(), Some(2));
    assert_says_what_is_wrong(&message(|| generator.next()));
    assert_eq!(generator.next(), None);
    drop(generator);

    let wakers = std::mem::take(&mut *wakers.lock().unwrap());
    assert_eq!(wakers.len(), 3);
    thread::spawn(move || {
        for waker in wakers {
            assert!(waker.data().is_null(), "a clone has no address of a step");
            let clone = waker.clone();
            assert!(clone.will_wake(&waker));
            waker.wake_by_ref();
            waker.wake();
            drop(clone);
        }
    })
    .join()
    .unwrap();
}

#[test]
fn a_waker_that_is_used_while_the_generator_runs_elsewhere() {
    #[generator]
    fn kept(wakers: Arc<Mutex<Vec<Waker>>>) -> impl Iterator<Item = u32> {
        for number in 0..100 {
            wait_for!(KeepsWaker { wakers: Arc::clone(&wakers), polled: true });
            yield_!(number);
        }
    }

    let wakers = Arc::new(Mutex::new(Vec::<Waker>::new()));
    thread::scope(|scope| {
        let stepping = scope.spawn(|| kept(Arc::clone(&wakers)).count());
        let waking = scope.spawn(|| {
            let mut woken = 0;
            while woken < 100 {
                for waker in std::mem::take(&mut *wakers.lock().unwrap()) {
                    waker.wake();
                    woken += 1;
                }
                thread::yield_now();
            }
        });
        assert_eq!(stepping.join().unwrap(), 100);
        waking.join().unwrap();
    });
}

#[test]
fn a_future_that_runs_a_generator() {
    #[generator]
    fn numbers(end: u32) -> impl Iterator<Item = u32> {
        for number in 0..end {
            yield_!(number);
        }
    }

    async fn sum(end: u32) -> u32 {
        let mut sum = 0;
        for number in numbers(end) {
            sum += wait_for!(future::ready(number));
        }
        sum
    }

    #[generator]
    fn sums() -> impl Iterator<Item = u32> {
        for end in 0..4 {
            let own = end * 100;
            let sum = wait_for!(sum(end));
            yield_!(own + sum);
        }
    }

    assert_eq!(sums().collect::<Vec<_>>(), [0, 100, 201, 303]);
}

/// Puts another waker in the place of that with which it is polled.
fn swaps_the_waker(other: &'static Waker) -> impl Future<Output = ()> {
    future::poll_fn(move |context| {
        *context = Context::from_waker(other);
        Poll::Ready(())
    })
}

#[test]
fn one_that_swaps_the_waker_is_a_panic() {
    #[generator]
    fn yields(other: &'static Waker) -> impl Iterator<Item = u32> {
        wait_for!(swaps_the_waker(other));
        yield_!(1);
    }

    #[generator]
    fn delegates(other: &'static Waker) -> impl Iterator<Item = u32> {
        wait_for!(swaps_the_waker(other));
        yield_from!(1..3);
    }

    #[generator]
    fn delegates_to_another(other: &'static Waker) -> impl Iterator<Item = u32> {
        yield_from!(yields(other));
    }

    #[generator]
    fn keeps_its_own(kept: &'static OnceLock<Waker>) -> impl Iterator<Item = u32> {
        wait_for!(future::poll_fn(|context| {
            kept.get_or_init(|| context.waker().clone());
            Poll::Ready(())
        }));
        wait_for!(swaps_the_waker(kept.get().expect("a waker")));
        yield_!(1);
    }

    static KEPT: OnceLock<Waker> = OnceLock::new();

    assert_says_what_is_wrong(&message(|| yields(Waker::noop()).next()));
    assert_says_what_is_wrong(&message(|| delegates(Waker::noop()).next()));
    assert_says_what_is_wrong(&message(|| delegates_to_another(Waker::noop()).next()));
    assert_says_what_is_wrong(&message(|| delegates_to_another(Waker::noop()).count()));
    assert_says_what_is_wrong(&message(|| keeps_its_own(&KEPT).next()));
}

#[test]
fn one_that_swaps_the_waker_of_a_delegate_which_ends_swaps_that_of_nobody_else() {
    #[generator]
    fn innermost() -> impl Coroutine<Yield = u32, Return = Rc<()>> {
        wait_for!(swaps_the_waker(Waker::noop()));
        Rc::new(())
    }

    #[generator]
    fn between() -> impl Coroutine<Yield = u32, Return = Rc<()>> {
        let returned = yield_from!(innermost());
        yield_!(1);
        returned
    }

    #[generator]
    fn outermost() -> impl Coroutine<Yield = u32, Return = Rc<()>> {
        yield_from!(between())
    }

    for depth in 0..2 {
        let mut generator: Box<dyn Coroutine<Yield = u32, Resume = (), Return = _, Error = _>> =
            if depth == 0 { Box::new(between()) } else { Box::new(outermost()) };
        assert_eq!(generator.start(), Ok(CoroutineState::Yielded(1)), "{depth}");
        assert_eq!(generator.send(()), Ok(CoroutineState::Complete(Rc::new(()))), "{depth}");
    }
}

/// A body that has handed on what borrows from its locals must not unwind before that is dropped.
#[test]
fn one_that_swaps_the_waker_does_not_come_between_a_body_and_its_delegate() {
    /// Looks at what it borrows when it is dropped.
    struct Reads<'a>(&'a Mutex<Vec<String>>, &'a str);

    impl Drop for Reads<'_> {
        fn drop(&mut self) {
            self.0.lock().unwrap().push(self.1.to_owned());
        }
    }

    #[generator]
    fn inner(reads: Reads<'_>) -> impl Iterator<Item = usize> {
        yield_!(reads.1.len());
    }

    #[generator]
    fn nothing() -> impl Iterator<Item = usize> {
        if false {
            yield_!(0);
        }
    }

    #[generator]
    fn at_once(log: &Mutex<Vec<String>>) -> impl Iterator<Item = usize> {
        let text = String::from("a local of the body");
        wait_for!(swaps_the_waker(Waker::noop()));
        yield_from!(inner(Reads(log, &text)));
    }

    #[generator]
    fn later(log: &Mutex<Vec<String>>) -> impl Iterator<Item = usize> {
        let text = String::from("a local of the body");
        yield_from!(nothing());
        wait_for!(swaps_the_waker(Waker::noop()));
        let caught = try_yield_from!(inner(Reads(log, &text)));
        assert!(caught.is_ok());
    }

    #[generator]
    fn below(log: &Mutex<Vec<String>>) -> impl Iterator<Item = usize> {
        yield_from!(at_once(log));
        yield_from!(later(log));
    }

    let log = Mutex::default();
    assert!(at_once(&log).by_ref().eq([19]));
    assert!(later(&log).by_ref().eq([19]));
    assert!(below(&log).by_ref().eq([19, 19]));
    assert_eq!(below(&log).sum::<usize>(), 38);
    for mut dropped in [at_once(&log), at_once(&log)] {
        assert_eq!(dropped.next(), Some(19));
    }
    assert_eq!(*log.lock().unwrap(), ["a local of the body"; 8]);
}
