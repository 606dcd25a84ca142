//! Each error says what to do, gives back what it holds, and goes through `?` and `Box<dyn Error>`.

use std::error::Error;
use std::fmt;
use std::num::ParseIntError;

use genfn::{CloseError, Coroutine, Interrupt, SendError, StartError, generator};

#[generator]
fn echo() -> impl Coroutine<Yield = String, Resume = String, Error = ParseIntError> {
    let mut text = String::new();
    while text != "end" {
        text = try_yield!(text).unwrap_or_else(|interrupt| interrupt.to_string());
    }
}

#[test]
fn starting_twice_says_how_to_go_on() {
    let mut echo = echo();
    echo.start().unwrap();
    let started = echo.start().unwrap_err().to_string();
    assert_eq!(started, "the coroutine was started before: go on with `send(value)` or `next()`",);
    echo.send("end".to_owned()).unwrap();
    let finished = echo.start().unwrap_err().to_string();
    assert_eq!(finished, "the coroutine is finished: make a new one to start again");
}

#[test]
fn sending_too_early_says_to_start_and_gives_the_value_back() {
    let error = echo().send("early".to_owned()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the coroutine is not started: call `start()` or `next()` before the first `send(value)`",
    );
    assert_eq!(error.into_inner(), "early");
}

#[test]
fn sending_too_late_says_where_the_value_is() {
    let mut echo = echo();
    echo.close().unwrap();
    let error = echo.send("late".to_owned()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the coroutine is finished and takes no more values: `into_inner()` of this error gives \
         the value back",
    );
    assert_eq!(error.into_inner(), "late");
}

#[test]
fn ignoring_a_close_says_what_the_body_has_to_do() {
    let mut echo = echo();
    echo.start().unwrap();
    let error = echo.close().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the coroutine yielded instead of ending when it was closed: a body that gets \
         `Interrupt::Closed` has to return",
    );
    assert_eq!(error.into_inner(), "the coroutine is being closed");
}

#[test]
fn an_interrupt_tells_the_error_and_gives_it_as_its_source() {
    let error = "x".parse::<i32>().unwrap_err();
    let thrown = Interrupt::Thrown(error.clone());
    assert_eq!(thrown.to_string(), "an error was thrown in: invalid digit found in string",);
    let source = thrown.source().and_then(|source| source.downcast_ref::<ParseIntError>());
    assert_eq!(source, Some(&error));
    let closed: Interrupt<ParseIntError> = Interrupt::Closed;
    assert_eq!(closed.to_string(), "the coroutine is being closed");
    assert!(closed.source().is_none());
}

#[test]
fn every_error_goes_through_the_question_mark() {
    fn all_of_them(step: u8) -> Result<(), Box<dyn Error + Send + Sync>> {
        let mut echo = echo();
        if step == 0 {
            echo.send(String::new())?;
        }
        echo.start()?;
        match step {
            1 => drop(echo.start()?),
            2 => drop(echo.close()?),
            3 => Err(Interrupt::Thrown("x".parse::<i32>().unwrap_err()))?,
            _ => {}
        }
        Ok(())
    }

    fn is<E: Error + 'static>(step: u8) -> bool {
        all_of_them(step).unwrap_err().downcast_ref::<E>().is_some()
    }

    assert!(is::<SendError<String>>(0));
    assert!(is::<StartError>(1));
    assert!(is::<CloseError<String>>(2));
    assert!(is::<Interrupt<ParseIntError>>(3));
    assert!(all_of_them(4).is_ok());
}

#[test]
fn an_error_needs_nothing_of_the_value_that_it_holds() {
    struct Opaque;

    fn is_error<E: Error>(error: &E) -> bool {
        !error.to_string().is_empty() && error.source().is_none()
    }

    assert!(is_error(&SendError::NotStarted(Opaque)));
    assert!(is_error(&SendError::Finished(Opaque)));
    assert!(is_error(&CloseError::new(Opaque)));
}

#[test]
fn a_body_hands_interrupts_on_by_the_question_mark() {
    #[derive(Debug, PartialEq)]
    enum Failure {
        Interrupted,
    }

    impl<E> From<Interrupt<E>> for Failure {
        fn from(_: Interrupt<E>) -> Self {
            Self::Interrupted
        }
    }

    #[generator]
    fn converting() -> impl Coroutine<Yield = u8, Return = Result<u8, Failure>, Error = fmt::Error>
    {
        try_yield!(1)?;
        try_yield!(2)?;
        Ok(3)
    }

    #[generator]
    fn as_it_is()
    -> impl Coroutine<Yield = u8, Return = Result<u8, Interrupt<fmt::Error>>, Error = fmt::Error>
    {
        try_yield!(1)?;
        Ok(2)
    }

    #[generator]
    fn boxing()
    -> impl Coroutine<Yield = u8, Return = Result<(), Box<dyn Error>>, Error = fmt::Error> {
        try_yield!(1)?;
        Ok(())
    }

    let mut coroutine = converting();
    coroutine.by_ref().nth(1);
    assert_eq!(coroutine.throw(fmt::Error).unwrap().complete(), Some(Err(Failure::Interrupted)));

    let mut coroutine = converting();
    assert_eq!(coroutine.by_ref().count(), 2);
    assert_eq!(coroutine.take_return(), Some(Ok(3)));

    let mut coroutine = as_it_is();
    coroutine.next();
    assert_eq!(coroutine.close(), Ok(Some(Err(Interrupt::Closed))));

    let mut coroutine = boxing();
    coroutine.next();
    let error = coroutine.throw(fmt::Error).unwrap().complete().unwrap().unwrap_err();
    assert!(error.downcast_ref::<Interrupt<fmt::Error>>().is_some());
}
