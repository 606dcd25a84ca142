//! A panic while the body is dropped: the rest is dropped all the same, the coroutine is finished,
//! and nothing is dropped twice.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;

use genfn::{BoxGenerator, Coroutine, Interrupt, LocalBoxGenerator, SendError, Status, generator};

/// The names of what was dropped, in order.
type Log = Rc<RefCell<Vec<&'static str>>>;

/// Writes its name down when it is dropped, and panics if its name says so.
#[derive(Debug)]
struct Dropped {
    name: &'static str,
    log: Log,
}

impl Drop for Dropped {
    fn drop(&mut self) {
        self.log.borrow_mut().push(self.name);
        assert!(!self.name.starts_with("panics"), "the destructor of {:?}", self.name);
    }
}

fn dropped(name: &'static str, log: &Log) -> Dropped {
    Dropped { name, log: Rc::clone(log) }
}

fn take(log: &Log) -> Vec<&'static str> {
    std::mem::take(&mut log.borrow_mut())
}

/// Whether `run` panicked.
fn panics<T>(run: impl FnOnce() -> T) -> bool {
    catch_unwind(AssertUnwindSafe(run)).is_err()
}

/// Its local named `local` stands between two others; so does its argument.
#[generator]
fn plain(
    log: Log,
    local: &'static str,
    _first: Dropped,
    _middle: Dropped,
    _last: Dropped,
) -> impl Coroutine<Yield = u8, Resume = Dropped, Return = Dropped, Error = Dropped> {
    let _outer = dropped("outer", &log);
    let _middle = dropped(local, &log);
    let _inner = dropped("inner", &log);
    loop {
        let sent = yield_!(1);
        assert!(sent.name != "stop", "the body was told to");
    }
}

fn plain_with(
    log: &Log,
    local: &'static str,
    argument: &'static str,
) -> impl Coroutine<Yield = u8, Resume = Dropped, Return = Dropped, Error = Dropped> + use<> {
    let [first, middle, last] = ["first", argument, "last"].map(|name| dropped(name, log));
    plain(Rc::clone(log), local, first, middle, last)
}

/// Asserts that a coroutine is finished for good.
fn assert_finished(
    coroutine: &mut impl Coroutine<Yield = u8, Resume = Dropped, Return = Dropped, Error = Dropped>,
    log: &Log,
) {
    take(log);
    assert_eq!(coroutine.status(), Status::Finished);
    assert!(coroutine.start().is_err());
    assert!(matches!(coroutine.send(dropped("sent", log)), Err(SendError::Finished(_))));
    assert_eq!(coroutine.throw(dropped("thrown", log)).unwrap_err().name, "thrown");
    assert!(matches!(coroutine.close(), Ok(None)));
    assert!(coroutine.take_return().is_none());
    assert_eq!(take(log), ["sent", "thrown"], "nothing of the body is left");
}

const WHOLE_BODY: [&str; 6] = ["inner", "panics", "outer", "last", "middle", "first"];

#[test]
fn in_close_the_rest_of_the_body_is_dropped() {
    let log = Log::default();
    let mut coroutine = plain_with(&log, "panics", "middle");
    coroutine.start().unwrap();
    assert!(panics(|| coroutine.close()));
    assert_eq!(take(&log), WHOLE_BODY);
    assert_finished(&mut coroutine, &log);
}

#[test]
fn in_throw_the_rest_of_the_body_is_dropped_and_the_error_once() {
    let log = Log::default();
    let mut coroutine = plain_with(&log, "panics", "middle");
    coroutine.start().unwrap();
    assert!(panics(|| coroutine.throw(dropped("error", &log))));
    let mut events = take(&log);
    // The error could not be given back any more: it goes when the panic leaves `throw`.
    assert_eq!(events.pop(), Some("error"));
    assert_eq!(events, WHOLE_BODY);
    assert_finished(&mut coroutine, &log);
}

#[test]
fn an_argument_that_panics_in_close_or_throw_leaves_the_rest_dropped() {
    let log = Log::default();
    for start in [false, true] {
        let expected: &[_] = if start {
            &["inner", "middle local", "outer", "last", "panics", "first"]
        } else {
            &["first", "panics", "last"]
        };

        let mut coroutine = plain_with(&log, "middle local", "panics");
        if start {
            coroutine.start().unwrap();
        }
        assert!(panics(|| coroutine.close()));
        assert_eq!(take(&log), expected);
        assert_finished(&mut coroutine, &log);

        let mut coroutine = plain_with(&log, "middle local", "panics");
        if start {
            coroutine.start().unwrap();
        }
        assert!(panics(|| coroutine.throw(dropped("error", &log))));
        let mut events = take(&log);
        assert_eq!(events.pop(), Some("error"));
        assert_eq!(events, expected);
        assert_finished(&mut coroutine, &log);
    }
}

#[test]
fn in_the_drop_of_the_coroutine_the_rest_of_the_body_is_dropped() {
    let log = Log::default();
    let mut coroutine = plain_with(&log, "panics", "middle");
    coroutine.start().unwrap();
    assert!(panics(|| drop(coroutine)));
    assert_eq!(take(&log), WHOLE_BODY);

    let coroutine = plain_with(&log, "local", "panics");
    assert!(panics(|| drop(coroutine)));
    assert_eq!(take(&log), ["first", "panics", "last"]);
}

#[test]
fn erased_the_rest_of_the_body_is_dropped_too() {
    let log = Log::default();
    let mut coroutine = LocalBoxGenerator::new(plain_with(&log, "panics", "middle"));
    coroutine.start().unwrap();
    assert!(panics(|| coroutine.throw(dropped("error", &log))));
    assert_eq!(take(&log), [&WHOLE_BODY[..], &["error"]].concat());
    assert_finished(&mut coroutine, &log);
    drop(coroutine);

    let mut coroutine = LocalBoxGenerator::new(plain_with(&log, "panics", "middle"));
    coroutine.start().unwrap();
    assert!(panics(|| drop(coroutine)));
    assert_eq!(take(&log), WHOLE_BODY);
}

#[test]
fn a_panic_of_the_body_drops_what_it_held_and_what_was_sent_once() {
    let log = Log::default();
    let mut coroutine = plain_with(&log, "local", "middle");
    coroutine.start().unwrap();
    assert!(panics(|| coroutine.send(dropped("stop", &log))));
    assert_eq!(take(&log), ["stop", "inner", "local", "outer", "last", "middle", "first"]);
    assert_finished(&mut coroutine, &log);
}

/// Holds on to each error that it catches until it returns, and answers a close as it is told.
#[generator]
fn catching(
    log: Log,
    at_close: &'static str,
) -> impl Coroutine<Yield = u8, Resume = Dropped, Return = Dropped, Error = Dropped> {
    let _outer = dropped("outer", &log);
    let mut caught = Vec::new();
    loop {
        match try_yield!(2) {
            Ok(_) => return dropped("result", &log),
            Err(Interrupt::Thrown(error)) => {
                assert!(error.name != "stop", "the body was told to");
                caught.push(error);
            }
            Err(Interrupt::Closed) => match at_close {
                "panic" => panic!("the body was told to"),
                result => return dropped(result, &log),
            },
        }
    }
}

#[test]
fn an_error_that_is_caught_is_dropped_once_by_the_body() {
    let log = Log::default();
    let mut coroutine = catching(Rc::clone(&log), "result");
    coroutine.start().unwrap();
    coroutine.throw(dropped("error 1", &log)).unwrap();
    coroutine.throw(dropped("error 2", &log)).unwrap();
    assert!(take(&log).is_empty());
    let returned = coroutine.close().unwrap();
    assert_eq!(take(&log), ["error 1", "error 2", "outer"]);
    drop(returned);
    assert_eq!(take(&log), ["result"]);
}

#[test]
fn an_error_that_the_body_panics_on_is_dropped_once() {
    let log = Log::default();
    let mut coroutine = catching(Rc::clone(&log), "result");
    coroutine.start().unwrap();
    coroutine.throw(dropped("error", &log)).unwrap();
    assert!(panics(|| coroutine.throw(dropped("stop", &log))));
    assert_eq!(take(&log), ["stop", "error", "outer"]);
    assert_finished(&mut coroutine, &log);
}

#[test]
fn an_error_that_is_given_back_is_not_dropped() {
    let log = Log::default();
    let mut coroutine = plain_with(&log, "local", "middle");
    let error = coroutine.throw(dropped("error", &log)).unwrap_err();
    assert_eq!(take(&log), ["first", "middle", "last"]);
    let error = coroutine.throw(error).unwrap_err();
    assert!(take(&log).is_empty());

    let mut coroutine = plain_with(&log, "local", "middle");
    coroutine.start().unwrap();
    let error = coroutine.throw(error).unwrap_err();
    assert_eq!(take(&log), ["inner", "local", "outer", "last", "middle", "first"]);
    drop(error);
    assert_eq!(take(&log), ["error"]);
}

#[test]
fn a_body_that_panics_on_close_is_dropped_and_finished() {
    let log = Log::default();
    let mut coroutine = catching(Rc::clone(&log), "panic");
    coroutine.start().unwrap();
    assert!(panics(|| coroutine.close()));
    assert_eq!(take(&log), ["outer"]);
    assert_finished(&mut coroutine, &log);
}

#[test]
fn a_destructor_that_panics_at_the_end_of_the_body_drops_the_rest() {
    #[generator]
    fn ending(log: Log, _argument: Dropped) -> impl Coroutine<Yield = u8> {
        let _outer = dropped("outer", &log);
        let _middle = dropped("panics", &log);
        let _inner = dropped("inner", &log);
        yield_!(1);
    }

    let log = Log::default();
    for iterated in [true, false] {
        let mut coroutine = ending(Rc::clone(&log), dropped("argument", &log));
        coroutine.start().unwrap();
        if iterated {
            assert!(panics(|| coroutine.next()));
        } else {
            assert!(panics(|| coroutine.send(())));
        }
        assert_eq!(take(&log), ["inner", "panics", "outer", "argument"]);
        assert_eq!(coroutine.status(), Status::Finished);
        assert_eq!(coroutine.next(), None);
        assert_eq!(coroutine.take_return(), None, "it did not come to return anything");
    }
}

#[test]
fn a_panic_in_the_first_step_finishes_the_coroutine() {
    #[generator]
    fn refuses(argument: Arc<()>) -> BoxGenerator<'static, u8, (), (), u8> {
        assert_eq!(Arc::strong_count(&argument), 0, "at once");
        yield_!(1);
    }

    let argument = Arc::new(());
    for iterated in [true, false] {
        let mut coroutine = refuses(Arc::clone(&argument));
        if iterated {
            assert!(panics(|| coroutine.next()));
        } else {
            assert!(panics(|| coroutine.start()));
        }
        assert_eq!(Arc::strong_count(&argument), 1, "the argument is dropped");
        assert_eq!(coroutine.status(), Status::Finished);
        assert_eq!(coroutine.next(), None);
        assert_eq!(coroutine.throw(1), Err(1));
    }
}

#[test]
fn a_delegate_that_awaits_a_foreign_future_and_panics_when_dropped_finishes_the_generator() {
    macro_rules! awaited {
        ($future:expr) => {
            $future.await
        };
    }

    #[generator]
    fn inner(log: Log, borrowed: &Dropped) -> impl Coroutine<Yield = u32, Error = u32> {
        let _dropped = dropped("panics: inner", &log);
        awaited!(std::future::pending::<()>());
        yield_!(u32::from(borrowed.name.is_empty()));
    }

    #[generator]
    fn outer(log: Log) -> impl Coroutine<Yield = u32, Error = u32> {
        let outer = dropped("outer", &log);
        if try_yield_from!(inner(log.clone(), &outer)).is_err() {
            log.borrow_mut().push("runs on");
        }
        yield_!(1);
    }

    let log = Log::default();
    let mut generator = outer(Rc::clone(&log));
    assert!(panics(|| generator.start()));
    assert_eq!(take(&log), ["panics: inner", "outer"]);
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(generator.throw(5), Err(5));
    assert_eq!(generator.close(), Ok(None));
    drop(generator);
    assert_eq!(take(&log), [""; 0]);
}
