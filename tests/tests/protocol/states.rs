//! Each operation in each state: what it gives, what of the body runs, and what is dropped when.
//!
//! One function a cell of the table in the documentation of `Coroutine`. Each cell is tested for a
//! generator as it is, lent, erased, and as a trait object; and for one whose function returns it
//! erased, or as a trait object.

use std::fmt::{self, Debug, Formatter};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use genfn::{
    BoxGenerator, Coroutine, CoroutineState, Interrupt, LocalBoxGenerator, SendError, StartError,
    Status, generator,
};

/// What happened, in order.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn write(&self, entry: impl Into<String>) {
        self.0.lock().unwrap().push(entry.into());
    }

    /// Everything since the last call.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// A value whose drop is written down.
    fn traced(&self, name: &'static str) -> Traced {
        Traced { name, log: self.clone() }
    }
}

struct Traced {
    name: &'static str,
    log: Log,
}

/// What `next` sends. Its log is one that nobody reads.
impl Default for Traced {
    fn default() -> Self {
        Log::default().traced("default")
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        self.log.write(format!("drop {}", self.name));
    }
}

impl Debug for Traced {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// What the subject does when it is closed at its `try_yield!`.
#[derive(Clone, Copy)]
enum OnClose {
    Return,
    Yield,
}

type Object =
    Box<dyn Coroutine<Yield = &'static str, Resume = Traced, Return = Traced, Error = Traced>>;

type State = CoroutineState<&'static str, Traced>;

/// Yields "plain" by `yield_!`, "catching" by `try_yield!`, "after" by `yield_!`, and returns.
macro_rules! subject {
    ($name:ident -> $($returned:tt)+) => {
        #[generator]
        fn $name(log: Log, on_close: OnClose, _first: Traced, _second: Traced) -> $($returned)+ {
            log.write("begin");
            let _outer = log.traced("outer");
            let _inner = log.traced("inner");
            let sent = yield_!("plain");
            log.write(format!("plain: {sent:?}"));
            assert_ne!(sent.name, "panic", "as it was told");
            drop(sent);
            match try_yield!("catching") {
                Ok(sent) => log.write(format!("catching: {sent:?}")),
                Err(Interrupt::Thrown(error)) => log.write(format!("catching: thrown {error:?}")),
                Err(Interrupt::Closed) => {
                    log.write("catching: closed");
                    if let OnClose::Return = on_close {
                        return log.traced("farewell");
                    }
                }
            }
            yield_!("after");
            log.write("end");
            log.traced("result")
        }
    };
}

subject!(subject -> impl Coroutine<Yield = &'static str, Resume = Traced, Return = Traced, Error = Traced>
    + Iterator<Item = &'static str>
    + Send);
subject!(erased_subject -> BoxGenerator<'static, &'static str, Traced, Traced, Traced>);
subject!(erased_subject_on_its_thread -> LocalBoxGenerator<'static, &'static str, Traced, Traced, Traced>);
subject!(subject_in_a_box -> Box<dyn Coroutine<Yield = &'static str, Resume = Traced, Return = Traced, Error = Traced>>);

/// What the subject drops when its body is: locals in reverse order, then arguments.
const BODY_DROPPED: [&str; 4] = ["drop inner", "drop outer", "drop second", "drop first"];

/// What it drops when it was not started: as an `async fn` that was not polled.
const ARGUMENTS_DROPPED: [&str; 2] = ["drop first", "drop second"];

const NOTHING: [&str; 0] = [];

/// The subject in any of its forms.
trait Subject:
    Coroutine<Yield = &'static str, Resume = Traced, Return = Traced, Error = Traced>
    + Iterator<Item = &'static str>
{
}

impl<C> Subject for C where
    C: Coroutine<Yield = &'static str, Resume = Traced, Return = Traced, Error = Traced>
        + Iterator<Item = &'static str>
        + ?Sized
{
}

/// Steps a fresh subject to its `yield_!`.
fn to_plain(coroutine: &mut impl Subject, log: &Log) {
    assert_yields(coroutine.start().unwrap(), "plain");
    assert_eq!(coroutine.status(), Status::Suspended);
    assert_eq!(log.take(), ["begin"]);
}

/// Steps a fresh subject to its `try_yield!`.
fn to_catching(coroutine: &mut impl Subject, log: &Log) {
    to_plain(coroutine, log);
    assert_yields(coroutine.send(Traced::default()).unwrap(), "catching");
    assert_eq!(coroutine.status(), Status::Suspended);
    assert_eq!(log.take(), ["plain: default"]);
}

/// The ways to be finished.
#[derive(Clone, Copy, Debug)]
enum Ending {
    Returned,
    Thrown,
    Closed,
    ClosedBeforeStart,
    Panicked,
}

impl Ending {
    const ALL: [Self; 5] =
        [Self::Returned, Self::Thrown, Self::Closed, Self::ClosedBeforeStart, Self::Panicked];
}

/// Brings a fresh subject to its end.
fn to_end(coroutine: &mut impl Subject, log: &Log, ending: Ending) {
    match ending {
        Ending::Returned => {
            to_catching(coroutine, log);
            assert_yields(coroutine.send(Traced::default()).unwrap(), "after");
            assert_returns(coroutine.send(Traced::default()).unwrap(), "result");
        }
        Ending::Thrown => {
            to_plain(coroutine, log);
            coroutine.throw(log.traced("error")).unwrap_err();
        }
        Ending::Closed => {
            to_catching(coroutine, log);
            coroutine.close().unwrap().unwrap();
        }
        Ending::ClosedBeforeStart => assert!(coroutine.close().unwrap().is_none()),
        Ending::Panicked => {
            to_plain(coroutine, log);
            let panicking = AssertUnwindSafe(|| coroutine.send(log.traced("panic")));
            catch_unwind(panicking).unwrap_err();
        }
    }
    assert_eq!(coroutine.status(), Status::Finished, "{ending:?}");
    assert!(!log.take().is_empty(), "{ending:?}");
}

#[track_caller]
fn assert_yields(state: State, item: &str) {
    match state {
        CoroutineState::Yielded(yielded) => assert_eq!(yielded, item),
        CoroutineState::Complete(returned) => panic!("it returned {returned:?}"),
    }
}

#[track_caller]
fn assert_returns(state: State, name: &str) {
    match state {
        CoroutineState::Yielded(item) => panic!("it yielded {item:?}"),
        CoroutineState::Complete(returned) => assert_eq!(returned.name, name),
    }
}

fn created_next_starts_the_body(mut coroutine: impl Subject, log: &Log) {
    assert_eq!(coroutine.status(), Status::Created);
    assert_eq!(coroutine.next(), Some("plain"));
    assert_eq!(log.take(), ["begin"]);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn created_start_starts_the_body(mut coroutine: impl Subject, log: &Log) {
    assert_yields(coroutine.start().unwrap(), "plain");
    assert_eq!(log.take(), ["begin"]);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn created_send_gives_the_value_back(mut coroutine: impl Subject, log: &Log) {
    let outcome = coroutine.send(log.traced("sent"));
    assert_eq!(log.take(), NOTHING);
    let Err(SendError::NotStarted(value)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(value.name, "sent");
    assert_eq!(coroutine.status(), Status::Created);
    drop(value);
    assert_eq!(log.take(), ["drop sent"]);
    to_plain(&mut coroutine, log);
}

fn created_throw_drops_the_arguments_and_gives_the_error_back(
    mut coroutine: impl Subject,
    log: &Log,
) {
    let outcome = coroutine.throw(log.traced("error"));
    assert_eq!(log.take(), ARGUMENTS_DROPPED);
    assert_eq!(outcome.unwrap_err().name, "error");
    assert_eq!(log.take(), ["drop error"]);
    assert_eq!(coroutine.status(), Status::Finished);
}

fn created_close_drops_the_arguments(mut coroutine: impl Subject, log: &Log) {
    let outcome = coroutine.close();
    assert_eq!(log.take(), ARGUMENTS_DROPPED);
    assert!(matches!(outcome, Ok(None)), "{outcome:?}");
    assert_eq!(coroutine.status(), Status::Finished);
}

fn created_take_return_gives_nothing(mut coroutine: impl Subject, log: &Log) {
    assert!(coroutine.take_return().is_none());
    assert_eq!(log.take(), NOTHING);
    assert_eq!(coroutine.status(), Status::Created);
}

fn created_drop_drops_the_arguments(coroutine: impl Subject, log: &Log) {
    drop(coroutine);
    assert_eq!(log.take(), ARGUMENTS_DROPPED);
}

fn at_yield_next_sends_the_default(mut coroutine: impl Subject, log: &Log) {
    to_plain(&mut coroutine, log);
    assert_eq!(coroutine.next(), Some("catching"));
    assert_eq!(log.take(), ["plain: default"]);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn at_yield_start_does_nothing(mut coroutine: impl Subject, log: &Log) {
    to_plain(&mut coroutine, log);
    assert_eq!(coroutine.start().unwrap_err(), StartError::Started);
    assert_eq!(log.take(), NOTHING);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn at_yield_send_goes_on_with_the_value(mut coroutine: impl Subject, log: &Log) {
    to_plain(&mut coroutine, log);
    assert_yields(coroutine.send(log.traced("sent")).unwrap(), "catching");
    assert_eq!(log.take(), ["plain: sent", "drop sent"]);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn at_yield_throw_drops_the_body_and_gives_the_error_back(mut coroutine: impl Subject, log: &Log) {
    to_plain(&mut coroutine, log);
    let outcome = coroutine.throw(log.traced("error"));
    assert_eq!(log.take(), BODY_DROPPED);
    assert_eq!(outcome.unwrap_err().name, "error");
    assert_eq!(log.take(), ["drop error"]);
    assert_eq!(coroutine.status(), Status::Finished);
}

fn at_yield_close_drops_the_body(mut coroutine: impl Subject, log: &Log) {
    to_plain(&mut coroutine, log);
    let outcome = coroutine.close();
    assert_eq!(log.take(), BODY_DROPPED);
    assert!(matches!(outcome, Ok(None)), "{outcome:?}");
    assert_eq!(coroutine.status(), Status::Finished);
}

fn at_yield_take_return_gives_nothing(mut coroutine: impl Subject, log: &Log) {
    to_plain(&mut coroutine, log);
    assert!(coroutine.take_return().is_none());
    assert_eq!(log.take(), NOTHING);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn at_yield_drop_drops_the_body(mut coroutine: impl Subject, log: &Log) {
    to_plain(&mut coroutine, log);
    drop(coroutine);
    assert_eq!(log.take(), BODY_DROPPED);
}

fn at_try_yield_next_sends_the_default(mut coroutine: impl Subject, log: &Log) {
    to_catching(&mut coroutine, log);
    assert_eq!(coroutine.next(), Some("after"));
    assert_eq!(log.take(), ["catching: default"]);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn at_try_yield_start_does_nothing(mut coroutine: impl Subject, log: &Log) {
    to_catching(&mut coroutine, log);
    assert_eq!(coroutine.start().unwrap_err(), StartError::Started);
    assert_eq!(log.take(), NOTHING);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn at_try_yield_send_goes_on_with_the_value(mut coroutine: impl Subject, log: &Log) {
    to_catching(&mut coroutine, log);
    assert_yields(coroutine.send(log.traced("sent")).unwrap(), "after");
    assert_eq!(log.take(), ["catching: sent", "drop sent"]);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn at_try_yield_throw_goes_on_with_the_error(mut coroutine: impl Subject, log: &Log) {
    to_catching(&mut coroutine, log);
    assert_yields(coroutine.throw(log.traced("error")).unwrap(), "after");
    assert_eq!(log.take(), ["catching: thrown error", "drop error"]);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn at_try_yield_close_gives_what_the_body_returns(mut coroutine: impl Subject, log: &Log) {
    to_catching(&mut coroutine, log);
    let returned = coroutine.close().unwrap().unwrap();
    let mut events = log.take();
    assert_eq!(events.remove(0), "catching: closed");
    assert_eq!(events, BODY_DROPPED);
    assert_eq!(returned.name, "farewell");
    drop(returned);
    assert_eq!(log.take(), ["drop farewell"]);
    assert_eq!(coroutine.status(), Status::Finished);
    assert!(coroutine.take_return().is_none());
}

fn at_try_yield_close_gives_back_what_the_body_yields(mut coroutine: impl Subject, log: &Log) {
    to_catching(&mut coroutine, log);
    assert_eq!(coroutine.close().unwrap_err().into_inner(), "after");
    assert_eq!(log.take(), ["catching: closed"]);
    // It is suspended at the yield that it came to, like after any other step.
    assert_eq!(coroutine.status(), Status::Suspended);
    assert_eq!(coroutine.start().unwrap_err(), StartError::Started);
    assert!(matches!(coroutine.close(), Ok(None)));
    assert_eq!(log.take(), BODY_DROPPED);
    assert_eq!(coroutine.status(), Status::Finished);
}

fn at_try_yield_a_body_that_ignores_close_goes_on(mut coroutine: impl Subject, log: &Log) {
    to_catching(&mut coroutine, log);
    assert_eq!(coroutine.close().unwrap_err().into_inner(), "after");
    log.take();
    assert_returns(coroutine.send(Traced::default()).unwrap(), "result");
    assert_eq!(coroutine.status(), Status::Finished);
}

fn at_try_yield_take_return_gives_nothing(mut coroutine: impl Subject, log: &Log) {
    to_catching(&mut coroutine, log);
    assert!(coroutine.take_return().is_none());
    assert_eq!(log.take(), NOTHING);
    assert_eq!(coroutine.status(), Status::Suspended);
}

fn at_try_yield_drop_runs_nothing_but_destructors(mut coroutine: impl Subject, log: &Log) {
    to_catching(&mut coroutine, log);
    drop(coroutine);
    assert_eq!(log.take(), BODY_DROPPED);
}

fn a_step_to_the_end_drops_the_body_and_then_gives_what_it_returned(
    mut coroutine: impl Subject,
    log: &Log,
) {
    to_catching(&mut coroutine, log);
    coroutine.next();
    log.take();
    let state = coroutine.send(log.traced("sent")).unwrap();
    let mut events = log.take();
    // The value that nobody took from the `yield_!` goes first, as the statement's temporary.
    assert_eq!(events.drain(..2).collect::<Vec<_>>(), ["drop sent", "end"]);
    assert_eq!(events, BODY_DROPPED);
    assert_returns(state, "result");
    assert!(coroutine.take_return().is_none(), "it was given by `send`");
}

fn next_at_the_end_leaves_what_was_returned(mut coroutine: impl Subject, log: &Log) {
    assert_eq!(coroutine.by_ref().collect::<Vec<_>>(), ["plain", "catching", "after"]);
    assert_eq!(coroutine.status(), Status::Finished);
    assert!(!log.take().contains(&"drop result".to_owned()));
    // Steps in vain do not take it away.
    assert_eq!(coroutine.next(), None);
    coroutine.start().unwrap_err();
    coroutine.send(Traced::default()).unwrap_err();
    coroutine.throw(Traced::default()).unwrap_err();
    assert!(matches!(coroutine.close(), Ok(None)));
    assert_eq!(log.take(), NOTHING);
    assert_eq!(coroutine.take_return().unwrap().name, "result");
    assert_eq!(log.take(), ["drop result"]);
    assert!(coroutine.take_return().is_none());
}

fn what_was_returned_and_not_taken_is_dropped_with_the_coroutine(
    mut coroutine: impl Subject,
    log: &Log,
) {
    assert_eq!(coroutine.by_ref().count(), 3);
    log.take();
    drop(coroutine);
    assert_eq!(log.take(), ["drop result"]);
}

fn a_panic_drops_the_body_and_finishes_the_coroutine(mut coroutine: impl Subject, log: &Log) {
    to_plain(&mut coroutine, log);
    let panicking = AssertUnwindSafe(|| coroutine.send(log.traced("panic")));
    catch_unwind(panicking).unwrap_err();
    let mut events = log.take();
    assert_eq!(events.drain(..2).collect::<Vec<_>>(), ["plain: panic", "drop panic"]);
    assert_eq!(events, BODY_DROPPED);
    assert_eq!(coroutine.status(), Status::Finished);
    assert!(coroutine.take_return().is_none());
}

fn finished_next_gives_none_for_ever(mut coroutine: impl Subject, log: &Log, ending: Ending) {
    to_end(&mut coroutine, log, ending);
    assert_eq!([coroutine.next(), coroutine.next(), coroutine.next()], [None; 3]);
    assert_eq!(log.take(), NOTHING);
    assert_eq!(coroutine.status(), Status::Finished);
}

fn finished_start_does_nothing(mut coroutine: impl Subject, log: &Log, ending: Ending) {
    to_end(&mut coroutine, log, ending);
    assert_eq!(coroutine.start().unwrap_err(), StartError::Finished);
    assert_eq!(log.take(), NOTHING);
    assert_eq!(coroutine.status(), Status::Finished);
}

fn finished_send_gives_the_value_back(mut coroutine: impl Subject, log: &Log, ending: Ending) {
    to_end(&mut coroutine, log, ending);
    let outcome = coroutine.send(log.traced("sent"));
    assert_eq!(log.take(), NOTHING);
    let Err(SendError::Finished(value)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(value.name, "sent");
    assert_eq!(coroutine.status(), Status::Finished);
}

fn finished_throw_gives_the_error_back(mut coroutine: impl Subject, log: &Log, ending: Ending) {
    to_end(&mut coroutine, log, ending);
    let outcome = coroutine.throw(log.traced("error"));
    assert_eq!(log.take(), NOTHING);
    assert_eq!(outcome.unwrap_err().name, "error");
    assert_eq!(coroutine.status(), Status::Finished);
}

fn finished_close_does_nothing(mut coroutine: impl Subject, log: &Log, ending: Ending) {
    to_end(&mut coroutine, log, ending);
    assert!(matches!(coroutine.close(), Ok(None)));
    assert_eq!(log.take(), NOTHING);
    assert_eq!(coroutine.status(), Status::Finished);
}

fn finished_take_return_gives_nothing_if_a_step_gave_it(
    mut coroutine: impl Subject,
    log: &Log,
    ending: Ending,
) {
    to_end(&mut coroutine, log, ending);
    assert!(coroutine.take_return().is_none(), "{ending:?}");
    assert_eq!(log.take(), NOTHING);
}

fn finished_drop_drops_nothing(mut coroutine: impl Subject, log: &Log, ending: Ending) {
    to_end(&mut coroutine, log, ending);
    drop(coroutine);
    assert_eq!(log.take(), NOTHING);
}

fn fresh(log: &Log, on_close: OnClose) -> impl Subject + Send + use<> {
    subject(log.clone(), on_close, log.traced("first"), log.traced("second"))
}

/// A test of each cell, for a coroutine in the form `$form`.
macro_rules! cells {
    (
        |$coroutine:ident| $form:expr;
        returns_when_closed: { $($returning:ident)* }
        yields_when_closed: { $($yielding:ident)* }
        in_every_way_finished: { $($finished:ident)* }
    ) => {
        $(
            #[test]
            #[allow(unused_mut)]
            fn $returning() {
                let log = Log::default();
                let mut $coroutine = fresh(&log, OnClose::Return);
                super::$returning($form, &log);
            }
        )*
        $(
            #[test]
            #[allow(unused_mut)]
            fn $yielding() {
                let log = Log::default();
                let mut $coroutine = fresh(&log, OnClose::Yield);
                super::$yielding($form, &log);
            }
        )*
        $(
            #[test]
            #[allow(unused_mut)]
            fn $finished() {
                for ending in Ending::ALL {
                    let log = Log::default();
                    let mut $coroutine = fresh(&log, OnClose::Return);
                    super::$finished($form, &log, ending);
                }
            }
        )*
    };
}

/// The cells that hold in every form.
macro_rules! steps {
    (|$coroutine:ident| $form:expr) => {
        cells! {
            |$coroutine| $form;
            returns_when_closed: {
                created_next_starts_the_body
                created_start_starts_the_body
                created_send_gives_the_value_back
                created_throw_drops_the_arguments_and_gives_the_error_back
                created_close_drops_the_arguments
                created_take_return_gives_nothing
                at_yield_next_sends_the_default
                at_yield_start_does_nothing
                at_yield_send_goes_on_with_the_value
                at_yield_throw_drops_the_body_and_gives_the_error_back
                at_yield_close_drops_the_body
                at_yield_take_return_gives_nothing
                at_try_yield_next_sends_the_default
                at_try_yield_start_does_nothing
                at_try_yield_send_goes_on_with_the_value
                at_try_yield_throw_goes_on_with_the_error
                at_try_yield_close_gives_what_the_body_returns
                at_try_yield_take_return_gives_nothing
                a_step_to_the_end_drops_the_body_and_then_gives_what_it_returned
                next_at_the_end_leaves_what_was_returned
                a_panic_drops_the_body_and_finishes_the_coroutine
            }
            yields_when_closed: {
                at_try_yield_close_gives_back_what_the_body_yields
                at_try_yield_a_body_that_ignores_close_goes_on
            }
            in_every_way_finished: {
                finished_next_gives_none_for_ever
                finished_start_does_nothing
                finished_send_gives_the_value_back
                finished_throw_gives_the_error_back
                finished_close_does_nothing
                finished_take_return_gives_nothing_if_a_step_gave_it
                finished_drop_drops_nothing
            }
        }
    };
}

/// The cells that hold in the forms which own the generator.
macro_rules! drops {
    (|$coroutine:ident| $form:expr) => {
        cells! {
            |$coroutine| $form;
            returns_when_closed: {
                created_drop_drops_the_arguments
                at_yield_drop_drops_the_body
                at_try_yield_drop_runs_nothing_but_destructors
                what_was_returned_and_not_taken_is_dropped_with_the_coroutine
            }
            yields_when_closed: {}
            in_every_way_finished: {}
        }
    };
}

mod unerased {
    use super::{Ending, Log, OnClose, fresh};

    steps!(|coroutine| coroutine);
    drops!(|coroutine| coroutine);
}

mod erased {
    use genfn::BoxGenerator;

    use super::{Ending, Log, OnClose, fresh};

    steps!(|coroutine| BoxGenerator::new(coroutine));
    drops!(|coroutine| BoxGenerator::new(coroutine));
}

mod erased_on_its_thread {
    use genfn::LocalBoxGenerator;

    use super::{Ending, Log, OnClose, fresh};

    steps!(|coroutine| LocalBoxGenerator::new(coroutine));
    drops!(|coroutine| LocalBoxGenerator::new(coroutine));
}

mod trait_object {
    use super::{Ending, Log, Object, OnClose, fresh};

    steps!(|coroutine| Box::new(coroutine) as Object);
    drops!(|coroutine| Box::new(coroutine) as Object);
}

mod returned_erased {
    use super::{Ending, Log, OnClose, Subject};

    fn fresh(log: &Log, on_close: OnClose) -> impl Subject + use<> {
        super::erased_subject(log.clone(), on_close, log.traced("first"), log.traced("second"))
    }

    steps!(|coroutine| coroutine);
    drops!(|coroutine| coroutine);
}

mod returned_erased_on_its_thread {
    use super::{Ending, Log, OnClose, Subject, erased_subject_on_its_thread};

    fn fresh(log: &Log, on_close: OnClose) -> impl Subject + use<> {
        let [first, second] = ["first", "second"].map(|name| log.traced(name));
        erased_subject_on_its_thread(log.clone(), on_close, first, second)
    }

    steps!(|coroutine| coroutine);
    drops!(|coroutine| coroutine);
}

mod returned_as_a_trait_object {
    use super::{Ending, Log, OnClose, Subject};

    fn fresh(log: &Log, on_close: OnClose) -> impl Subject + use<> {
        super::subject_in_a_box(log.clone(), on_close, log.traced("first"), log.traced("second"))
    }

    steps!(|coroutine| coroutine);
    drops!(|coroutine| coroutine);
}

/// A `&mut C` owns nothing: dropping it does nothing, in any state.
mod lent {
    use super::{
        ARGUMENTS_DROPPED, BODY_DROPPED, Coroutine, Ending, Log, NOTHING, OnClose, Status, Subject,
        fresh, to_catching, to_plain,
    };

    steps!(|coroutine| &mut coroutine);

    /// Drops what is lent of `coroutine`, which is in the state `status`.
    fn drop_lent(mut coroutine: impl Subject, log: &Log, status: Status) {
        let lent = &mut coroutine;
        assert_eq!(lent.status(), status);
        #[expect(dropping_references, reason = "that it does nothing is what is tested")]
        drop(lent);
        assert_eq!(coroutine.status(), status);
        assert_eq!(log.take(), NOTHING);
    }

    #[test]
    fn created_drop_leaves_the_owner_created() {
        let log = Log::default();
        drop_lent(fresh(&log, OnClose::Return), &log, Status::Created);
        assert_eq!(log.take(), ARGUMENTS_DROPPED);
    }

    #[test]
    fn at_yield_drop_leaves_the_owner_suspended() {
        let log = Log::default();
        let mut coroutine = fresh(&log, OnClose::Return);
        to_plain(&mut &mut coroutine, &log);
        drop_lent(coroutine, &log, Status::Suspended);
        assert_eq!(log.take(), BODY_DROPPED);
    }

    #[test]
    fn at_try_yield_drop_leaves_the_owner_suspended() {
        let log = Log::default();
        let mut coroutine = fresh(&log, OnClose::Return);
        to_catching(&mut &mut coroutine, &log);
        drop_lent(coroutine, &log, Status::Suspended);
        assert_eq!(log.take(), BODY_DROPPED);
    }
}

/// The order of [`ARGUMENTS_DROPPED`] and [`BODY_DROPPED`] is none of this crate's own.
#[test]
fn arguments_are_dropped_in_the_order_of_an_async_function() {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Waker};

    async fn function(log: Log, _first: Traced, _second: Traced) {
        let _outer = log.traced("outer");
        let _inner = log.traced("inner");
        std::future::pending::<()>().await;
    }

    let log = Log::default();
    let call = || function(log.clone(), log.traced("first"), log.traced("second"));
    drop(call());
    assert_eq!(log.take(), ARGUMENTS_DROPPED);
    assert!(pin!(call()).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert_eq!(log.take(), BODY_DROPPED);
}
