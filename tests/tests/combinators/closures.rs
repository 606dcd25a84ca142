//! What the closures of combinators are called with, how often, and what a panic of one leaves.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use genfn::{CloseError, Coroutine, CoroutineExt, CoroutineState, SendError, Status, generator};

use crate::subject::{Log, OnClose, fresh};

#[generator]
fn echo() -> impl Coroutine<Yield = i64, Resume = i64, Return = &'static str, Error = i64> {
    let mut value = 0;
    while value >= 0 {
        value = match try_yield!(value) {
            Ok(sent) => sent,
            Err(genfn::Interrupt::Thrown(error)) => error,
            Err(genfn::Interrupt::Closed) => return "closed",
        };
    }
    "done"
}

fn length(text: &str) -> i64 {
    text.len().try_into().unwrap()
}

#[test]
fn a_value_that_is_not_delivered_goes_through_no_function() {
    let calls = Cell::new(0);
    let mut echo = echo().map_resume(|text: &str| {
        calls.set(calls.get() + 1);
        length(text)
    });
    assert_eq!(echo.send("early"), Err(SendError::NotStarted("early")));
    echo.start().unwrap();
    echo.close().unwrap();
    assert_eq!(echo.send("late"), Err(SendError::Finished("late")));
    assert_eq!(calls.get(), 0);
}

#[test]
fn an_error_that_nothing_can_catch_goes_through_no_function() {
    let calls = Cell::new(0);
    let count = || calls.set(calls.get() + 1);
    let combine = || {
        echo().map_error(
            |text: String| {
                count();
                length(&text)
            },
            |error| {
                count();
                error.to_string()
            },
        )
    };
    let mut created = combine();
    assert_eq!(created.throw("early".to_owned()), Err("early".to_owned()));
    assert_eq!(created.status(), Status::Finished);
    assert_eq!(created.throw("late".to_owned()), Err("late".to_owned()));
    assert_eq!(calls.get(), 0);
    let mut suspended = combine();
    suspended.start().unwrap();
    assert_eq!(suspended.throw("four".to_owned()), Ok(CoroutineState::Yielded(4)));
    assert_eq!(calls.get(), 1);
}

#[test]
fn an_error_that_nothing_caught_comes_back_through_the_second_function() {
    let mut subject = fresh(&Log::default(), OnClose::Return).map_error(
        |text: String| length(&text),
        |error| "x".repeat(usize::try_from(error).unwrap()),
    );
    subject.start().unwrap();
    assert_eq!(subject.throw("abc".to_owned()), Err("xxx".to_owned()));
}

#[test]
fn a_value_that_close_gives_back_is_mapped() {
    let mut subject = fresh(&Log::default(), OnClose::Yield).map_yield(|item| format!("<{item}>"));
    subject.start().unwrap();
    subject.send(0).unwrap();
    assert_eq!(subject.close().map_err(CloseError::into_inner), Err("<3>".to_owned()));
    assert_eq!(subject.status(), Status::Suspended);
}

#[test]
fn the_function_of_the_return_runs_when_the_body_returns() {
    let ran = Cell::new(false);
    let mut echo = echo().map_return(|returned| {
        ran.set(true);
        returned.len()
    });
    echo.start().unwrap();
    assert!(!ran.get());
    assert_eq!(echo.send(-1), Ok(CoroutineState::Complete(4)));
    assert!(ran.get());
}

#[test]
fn at_the_end_of_a_loop_it_runs_before_the_value_is_taken() {
    let ran = Cell::new(false);
    let mut subject = fresh(&Log::default(), OnClose::Return).map_return(|returned| {
        ran.set(true);
        returned + 1
    });
    assert_eq!(subject.by_ref().count(), 3);
    assert!(ran.get());
    assert_eq!(subject.take_return(), Some(100));
    assert_eq!(subject.take_return(), None);
}

#[test]
fn a_value_that_was_there_before_is_mapped_when_it_is_taken() {
    let mut subject = fresh(&Log::default(), OnClose::Return);
    assert_eq!(subject.by_ref().count(), 3);
    let mut mapped = (&mut subject).map_return(|returned| returned + 1);
    assert_eq!(mapped.next(), None);
    assert_eq!(mapped.take_return(), Some(100));
}

#[test]
fn and_then_does_not_go_on_from_one_that_was_finished_before() {
    let mut subject = fresh(&Log::default(), OnClose::Return);
    assert_eq!(subject.by_ref().count(), 3);
    let mut both = subject.and_then(
        |_| -> Box<dyn Coroutine<Yield = i64, Resume = i64, Return = (), Error = i64>> {
            unreachable!("it does not return again")
        },
    );
    assert_eq!(both.status(), Status::Finished);
    assert_eq!(both.next(), None);
    assert_eq!(both.size_hint(), (0, Some(0)));
    assert_eq!(both.take_return(), None);
}

#[test]
fn inspectors_see_each_value_once_and_in_order() {
    let seen = RefCell::new(Vec::new());
    let write = |entry: String| seen.borrow_mut().push(entry);
    let mut echo = echo()
        .inspect_yield(|item| write(format!("yield {item}")))
        .inspect_resume(|value| write(format!("resume {value}")))
        .inspect_return(|returned| write(format!("return {returned}")))
        .inspect_error(|error| write(format!("error {error}")));
    echo.send(1).unwrap_err();
    echo.start().unwrap();
    echo.send(5).unwrap();
    echo.throw(6).unwrap();
    echo.send(-1).unwrap();
    echo.send(7).unwrap_err();
    echo.throw(8).unwrap_err();
    drop(echo);
    let expected =
        ["yield 0", "resume 5", "yield 5", "error 6", "yield 6", "resume -1", "return done"];
    assert_eq!(seen.into_inner(), expected);
}

#[test]
fn inspectors_see_what_a_loop_and_a_fold_pass() {
    for by_fold in [false, true] {
        let seen = RefCell::new(Vec::new());
        let write = |entry: String| seen.borrow_mut().push(entry);
        let mut subject = fresh(&Log::default(), OnClose::Return)
            .inspect_yield(|item| write(format!("yield {item}")))
            .inspect_return(|returned| write(format!("return {returned}")))
            .inspect_resume(|value| write(format!("resume {value}")));
        if by_fold {
            subject.fold((), |(), _| ());
        } else {
            for _ in &mut subject {}
            assert_eq!(subject.take_return(), Some(99));
            drop(subject);
        }
        let expected =
            ["yield 1", "resume 0", "yield 2", "resume 0", "yield 3", "resume 0", "return 99"];
        assert_eq!(seen.into_inner(), expected, "by fold: {by_fold}");
    }
}

#[test]
fn an_inspector_sees_the_value_of_a_close() {
    let seen = Cell::new(None);
    let mut echo = echo().inspect_return(|returned| seen.set(Some(*returned)));
    echo.start().unwrap();
    assert_eq!(echo.close(), Ok(Some("closed")));
    assert_eq!(seen.get(), Some("closed"));
}

#[test]
fn a_closure_that_panics_leaves_the_coroutine_where_it_is() {
    fn panics<T>(action: impl FnOnce() -> T) {
        assert!(catch_unwind(AssertUnwindSafe(action)).is_err());
    }

    let mut yields = echo().map_yield(|item| assert_ne!(item, 3, "as it was told"));
    yields.start().unwrap();
    panics(|| yields.send(3));
    assert_eq!(yields.status(), Status::Suspended);
    assert_eq!(yields.send(4), Ok(CoroutineState::Yielded(())));

    let mut resumes = echo().map_resume(|text: &str| text.parse().unwrap());
    resumes.start().unwrap();
    panics(|| resumes.send("three"));
    assert_eq!(resumes.status(), Status::Suspended);
    assert_eq!(resumes.send("4"), Ok(CoroutineState::Yielded(4)));

    let mut returns = echo().map_return(|_| -> u32 { panic!("as it was told") });
    returns.start().unwrap();
    panics(|| returns.send(-1));
    assert_eq!(returns.status(), Status::Finished);
    assert_eq!(returns.take_return(), None);

    let mut both = echo().and_then(
        |_| -> Box<dyn Coroutine<Yield = i64, Resume = i64, Return = (), Error = i64>> {
            panic!("as it was told")
        },
    );
    both.start().unwrap();
    panics(|| both.send(-1));
    assert_eq!(both.status(), Status::Finished);
    assert_eq!(both.send(1), Err(SendError::Finished(1)));
    assert_eq!(both.close(), Ok(None));
}

#[test]
fn a_second_coroutine_that_was_started_is_a_panic_that_says_so() {
    let mut second = echo();
    second.start().unwrap();
    let mut both = echo().and_then(|_| second);
    both.start().unwrap();
    let panic = catch_unwind(AssertUnwindSafe(|| both.send(-1))).unwrap_err();
    let message = panic.downcast_ref::<&str>().unwrap();
    assert!(message.contains("`and_then` made a coroutine that was started"), "{message}");
}

#[test]
fn a_second_coroutine_that_is_finished_gives_the_value_that_it_left() {
    let mut second = fresh(&Log::default(), OnClose::Return);
    assert_eq!(second.by_ref().count(), 3);
    let first = fresh(&Log::default(), OnClose::Return);
    let (items, returned) = first.and_then(|_| second).collect_with_return::<Vec<_>>();
    assert_eq!((items, returned), (vec![1, 2, 3], Some(99)));
}
