//! A generator is a context manager, with a driver that keeps the rules of Python's
//! `contextlib.contextmanager`: the code before its yield sets up, the code behind it tears down,
//! and an error of the block in between is thrown in at the yield.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};

use genfn::{Coroutine, CoroutineState, Interrupt, generator};

#[derive(Debug, PartialEq)]
enum Failure<E> {
    /// An error of the setup, of the block or of the teardown.
    Raised(E),
    DidNotYield,
    DidNotStop,
}

/// Python's `with manager as value: block(value)`. An error that the manager swallows makes the
/// result `None`.
fn with<C, T, E>(
    mut manager: C,
    block: impl FnOnce(C::Yield) -> Result<T, E>,
) -> Result<Option<T>, Failure<E>>
where
    C: Coroutine<Resume = (), Return = Result<(), E>, Error = E>,
{
    let value = match manager.start().expect("the manager is a fresh generator") {
        CoroutineState::Yielded(value) => value,
        CoroutineState::Complete(Ok(())) => return Err(Failure::DidNotYield),
        CoroutineState::Complete(Err(error)) => return Err(Failure::Raised(error)),
    };
    let (result, state) = match block(value) {
        Ok(value) => (Some(value), manager.send(()).expect("the manager is suspended")),
        Err(error) => (None, manager.throw(error).map_err(Failure::Raised)?),
    };
    match state {
        CoroutineState::Yielded(_) => Err(Failure::DidNotStop),
        CoroutineState::Complete(Ok(())) => Ok(result),
        CoroutineState::Complete(Err(error)) => Err(Failure::Raised(error)),
    }
}

#[derive(Default)]
struct Log(RefCell<Vec<&'static str>>);

impl Log {
    fn write(&self, line: &'static str) {
        self.0.borrow_mut().push(line);
    }

    #[track_caller]
    fn assert_holds(&self, lines: &[&str]) {
        assert_eq!(*self.0.borrow(), lines);
    }
}

/// Python's `finally`: a line in the log, on every way out.
struct Finally<'a>(&'a Log, &'static str);

impl Drop for Finally<'_> {
    fn drop(&mut self) {
        self.0.write(self.1);
    }
}

#[generator]
fn open_file(
    log: &Log,
) -> impl Coroutine<Yield = &'static str, Return = Result<(), ErrorKind>, Error = ErrorKind> {
    log.write("open");
    let _finally = Finally(log, "close");
    yield_!("file");
    log.write("flush");
    Ok(())
}

/// Swallows the errors of one kind.
#[generator]
fn suppress(
    log: &Log,
    kind: ErrorKind,
) -> impl Coroutine<Yield = (), Return = Result<(), ErrorKind>, Error = ErrorKind> {
    match try_yield!(()) {
        Err(Interrupt::Thrown(error)) if error == kind => log.write("suppressed"),
        Err(Interrupt::Thrown(error)) => return Err(error),
        Ok(()) | Err(Interrupt::Closed) => {}
    }
    Ok(())
}

#[test]
fn a_block_runs_between_setup_and_teardown() {
    let log = Log::default();
    let result = with(open_file(&log), |file| {
        log.write("read");
        Ok(file.len())
    });
    assert_eq!(result, Ok(Some(4)));
    log.assert_holds(&["open", "read", "flush", "close"]);
}

#[test]
fn nothing_is_set_up_before_the_block_is_entered() {
    let log = Log::default();
    let manager = open_file(&log);
    log.assert_holds(&[]);
    drop(manager);
    log.assert_holds(&[]);
}

/// What stands behind the yield is left out, as in Python; a `finally` is not.
#[test]
fn an_error_of_the_block_is_raised_again_after_the_teardown() {
    let log = Log::default();
    let result = with(open_file(&log), |_| {
        log.write("read");
        Err::<(), _>(ErrorKind::UnexpectedEof)
    });
    assert_eq!(result, Err(Failure::Raised(ErrorKind::UnexpectedEof)));
    log.assert_holds(&["open", "read", "close"]);
}

#[test]
fn a_manager_that_catches_the_error_and_returns_swallows_it() {
    let log = Log::default();
    let block = |()| Err::<(), _>(ErrorKind::NotFound);
    assert_eq!(with(suppress(&log, ErrorKind::NotFound), block), Ok(None));
    log.assert_holds(&["suppressed"]);
}

#[test]
fn an_error_that_the_manager_raises_again_arrives() {
    let log = Log::default();
    let block = |()| Err::<(), _>(ErrorKind::PermissionDenied);
    assert_eq!(
        with(suppress(&log, ErrorKind::NotFound), block),
        Err(Failure::Raised(ErrorKind::PermissionDenied)),
    );
    log.assert_holds(&[]);
}

#[test]
fn a_manager_that_could_swallow_errors_does_nothing_to_a_block_without_one() {
    let log = Log::default();
    assert_eq!(with(suppress(&log, ErrorKind::NotFound), |()| Ok("read")), Ok(Some("read")));
    log.assert_holds(&[]);
}

#[test]
fn a_manager_may_raise_another_error_instead() {
    #[generator]
    fn translate() -> impl Coroutine<Yield = (), Return = Result<(), ErrorKind>, Error = ErrorKind>
    {
        try_yield!(()).map_err(|_| ErrorKind::Other)
    }

    let block = |()| Err::<(), _>(ErrorKind::NotFound);
    assert_eq!(with(translate(), block), Err(Failure::Raised(ErrorKind::Other)));
}

#[test]
fn an_error_of_the_setup_arrives_and_the_block_does_not_run() {
    #[generator]
    fn open_missing(
        log: &Log,
    ) -> impl Coroutine<Yield = (), Return = Result<(), ErrorKind>, Error = ErrorKind> {
        let _finally = Finally(log, "clean up");
        let found: Result<(), ErrorKind> = Err(ErrorKind::NotFound);
        yield_!(found?);
        Ok(())
    }

    let log = Log::default();
    let result = with(open_missing(&log), |()| {
        log.write("read");
        Ok(())
    });
    assert_eq!(result, Err(Failure::Raised(ErrorKind::NotFound)));
    log.assert_holds(&["clean up"]);
}

#[test]
fn an_error_of_the_teardown_arrives_though_the_block_had_none() {
    #[generator]
    fn save() -> impl Coroutine<Yield = (), Return = Result<(), ErrorKind>, Error = ErrorKind> {
        yield_!();
        Err(ErrorKind::StorageFull)
    }

    assert_eq!(with(save(), |()| Ok("saved")), Err(Failure::Raised(ErrorKind::StorageFull)));
    // That of the block does not let it come so far.
    let block = |()| Err::<(), _>(ErrorKind::NotFound);
    assert_eq!(with(save(), block), Err(Failure::Raised(ErrorKind::NotFound)));
}

#[test]
fn a_manager_that_does_not_yield_is_an_error_and_the_block_does_not_run() {
    #[generator]
    fn opens_nothing(
        log: &Log,
        file: Option<u32>,
    ) -> impl Coroutine<Yield = u32, Return = Result<(), ErrorKind>, Error = ErrorKind> {
        let _finally = Finally(log, "close");
        if let Some(file) = file {
            yield_!(file);
        }
        Ok(())
    }

    let log = Log::default();
    let result = with(opens_nothing(&log, None), |file| {
        log.write("read");
        Ok(file)
    });
    assert_eq!(result, Err(Failure::DidNotYield));
    log.assert_holds(&["close"]);
}

/// It is torn down all the same.
#[test]
fn a_manager_that_yields_again_is_an_error() {
    #[generator]
    fn twice(
        log: &Log,
    ) -> impl Coroutine<Yield = u32, Return = Result<(), ErrorKind>, Error = ErrorKind> {
        let _finally = Finally(log, "close");
        if try_yield!(1).is_err() {
            log.write("retry");
        }
        yield_!(2);
        log.write("never");
        Ok(())
    }

    let log = Log::default();
    assert_eq!(with(twice(&log), Ok), Err(Failure::DidNotStop));
    log.assert_holds(&["close"]);

    let log = Log::default();
    let block = |_| Err::<(), _>(ErrorKind::TimedOut);
    assert_eq!(with(twice(&log), block), Err(Failure::DidNotStop));
    log.assert_holds(&["retry", "close"]);
}

#[test]
fn a_panic_in_the_block_runs_the_teardown() {
    let log = Log::default();
    let block = |_| -> Result<(), _> { panic!("in the block") };
    let panicked = catch_unwind(AssertUnwindSafe(|| with(open_file(&log), block)));
    assert_eq!(panicked.unwrap_err().downcast_ref(), Some(&"in the block"));
    log.assert_holds(&["open", "close"]);
}

#[test]
fn the_inner_one_of_nested_managers_is_torn_down_first() {
    #[generator]
    fn lock(
        log: &Log,
    ) -> impl Coroutine<Yield = (), Return = Result<(), ErrorKind>, Error = ErrorKind> {
        log.write("lock");
        let _finally = Finally(log, "unlock");
        yield_!();
        Ok(())
    }

    for error in [None, Some(ErrorKind::Interrupted)] {
        let log = Log::default();
        let mut inner = None;
        let outer = with(lock(&log), |()| {
            let block = |file| error.map_or(Ok(file), Err);
            match inner.insert(with(open_file(&log), block)) {
                Err(Failure::Raised(error)) => Err(*error),
                _ => Ok(()),
            }
        });
        match error {
            None => {
                assert_eq!(inner, Some(Ok(Some("file"))));
                assert_eq!(outer, Ok(Some(())));
                log.assert_holds(&["lock", "open", "flush", "close", "unlock"]);
            }
            Some(error) => {
                assert_eq!(inner, Some(Err(Failure::Raised(error))));
                assert_eq!(outer, Err(Failure::Raised(error)));
                log.assert_holds(&["lock", "open", "close", "unlock"]);
            }
        }
    }
}

/// An error of the block is thrown into the inner one, and what that lets go into the outer one.
#[test]
fn a_manager_may_delegate_to_another_one() {
    #[generator]
    fn open_if_found(
        log: &Log,
    ) -> impl Coroutine<Yield = &'static str, Return = Result<(), ErrorKind>, Error = ErrorKind>
    {
        match try_yield_from!(open_file(log)) {
            Ok(returned) => returned,
            Err(Interrupt::Thrown(ErrorKind::NotFound)) => {
                log.write("not found");
                Ok(())
            }
            Err(Interrupt::Thrown(error)) => Err(error),
            Err(Interrupt::Closed) => Ok(()),
        }
    }

    let log = Log::default();
    assert_eq!(with(open_if_found(&log), Ok), Ok(Some("file")));
    log.assert_holds(&["open", "flush", "close"]);

    let log = Log::default();
    let block = |_| Err::<(), _>(ErrorKind::NotFound);
    assert_eq!(with(open_if_found(&log), block), Ok(None));
    log.assert_holds(&["open", "close", "not found"]);

    let log = Log::default();
    let block = |_| Err::<(), _>(ErrorKind::TimedOut);
    assert_eq!(with(open_if_found(&log), block), Err(Failure::Raised(ErrorKind::TimedOut)));
    log.assert_holds(&["open", "close"]);
}
