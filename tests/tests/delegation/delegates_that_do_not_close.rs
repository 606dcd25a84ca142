//! A delegate that yields when it is told to close ends those that delegate to it, the innermost
//! first, and its value comes out of `close`.

use std::cell::RefCell;

use genfn::{
    CloseError, Coroutine, CoroutineState, Interrupt, LocalBoxGenerator, Status, generator,
};

type Log = RefCell<Vec<&'static str>>;

fn take(log: &Log) -> Vec<&'static str> {
    log.take()
}

/// Tells the log when it is dropped.
struct Dropped<'a>(&'a Log, &'static str);

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

/// Yields when it is closed, as often as it is.
#[generator]
fn ignoring(log: &Log) -> impl Coroutine<Yield = u32, Return = String, Error = &'static str> {
    let _dropped = Dropped(log, "ignoring");
    let mut closes = 0;
    loop {
        if let Err(Interrupt::Closed) = try_yield!(closes) {
            closes += 1;
        }
    }
}

/// A guard around any delegate.
#[generator]
fn guarding<C>(
    log: &Log,
    inner: C,
) -> impl Coroutine<Yield = u32, Return = String, Error = &'static str>
where
    C: Coroutine<Yield = u32, Resume = (), Return = String, Error = &'static str>,
{
    let _dropped = Dropped(log, "guarding");
    yield_from!(inner)
}

/// Delegates to `then` when it is closed.
#[generator]
fn delegating_anew<C>(then: C) -> impl Coroutine<Yield = u32, Return = String, Error = &'static str>
where
    C: Coroutine<Yield = u32, Resume = (), Return = String, Error = &'static str>,
{
    match try_yield!(1) {
        Err(Interrupt::Closed) => format!("closed, {}", yield_from!(then)),
        other => format!("{other:?}"),
    }
}

#[generator]
fn returning(yields: u32) -> impl Coroutine<Yield = u32, Return = String, Error = &'static str> {
    for number in 0..yields {
        yield_!(number + 10);
    }
    "ended".to_owned()
}

/// Catches the close that it is told, after what it delegates to.
#[generator]
fn outlasting<C>(inner: C) -> impl Coroutine<Yield = u32, Return = String, Error = &'static str>
where
    C: Coroutine<Yield = u32, Resume = (), Return = String, Error = &'static str>,
{
    format!("outlasting {:?}", try_yield_from!(inner))
}

#[test]
fn one_that_yields_instead_of_closing_ends_those_that_delegate_to_it() {
    let log = Log::default();
    let mut direct = ignoring(&log);
    direct.start().unwrap();
    assert_eq!(direct.close(), Err(CloseError::new(1)));
    assert_eq!(direct.status(), Status::Suspended, "by itself it goes on");
    drop(direct);
    take(&log);

    let mut outer = guarding(&log, guarding(&log, ignoring(&log)));
    outer.start().unwrap();
    assert_eq!(outer.close(), Err(CloseError::new(1)));
    assert_eq!(take(&log), ["ignoring", "guarding", "guarding"]);
    assert_eq!(outer.status(), Status::Finished);
    assert_eq!(outer.close(), Ok(None));

    let mut outer = guarding(&log, LocalBoxGenerator::new(guarding(&log, ignoring(&log))));
    outer.start().unwrap();
    assert_eq!(outer.close(), Err(CloseError::new(1)));
    assert_eq!(take(&log), ["ignoring", "guarding", "guarding"]);
    assert_eq!(outer.status(), Status::Finished);
}

#[test]
fn one_that_is_closed_and_yields_through_a_new_delegate_ends_them_too() {
    let log = Log::default();
    let mut outer = guarding(&log, delegating_anew(guarding(&log, returning(2))));
    outer.start().unwrap();
    assert_eq!(outer.close(), Err(CloseError::new(10)));
    assert_eq!(take(&log), ["guarding", "guarding"]);
    assert_eq!(outer.status(), Status::Finished);
}

#[test]
fn nobody_catches_that_a_delegate_did_not_close() {
    let log = Log::default();
    let mut outer = outlasting(guarding(&log, ignoring(&log)));
    outer.start().unwrap();
    assert_eq!(outer.close(), Err(CloseError::new(1)));
    assert_eq!(take(&log), ["ignoring", "guarding"]);
    assert_eq!(outer.status(), Status::Finished);
}

#[test]
fn a_lent_delegate_that_does_not_close_goes_on_with_its_owner() {
    let log = Log::default();
    let mut owned = ignoring(&log);
    let mut outer = guarding(&log, guarding(&log, &mut owned));
    outer.start().unwrap();
    assert_eq!(outer.close(), Err(CloseError::new(1)));
    assert_eq!(outer.status(), Status::Finished);
    drop(outer);
    assert_eq!(take(&log), ["guarding", "guarding"]);
    assert_eq!(owned.status(), Status::Suspended);
    assert_eq!(owned.send(()), Ok(CoroutineState::Yielded(1)));
    assert_eq!(owned.close(), Err(CloseError::new(2)));
}

#[test]
fn a_delegate_over_results_whose_error_comes_at_the_close_ends_those_that_delegate_to_it() {
    #[generator]
    fn inner() -> impl Coroutine<Yield = Result<u8, String>, Return = (), Error = ()> {
        if let Err(Interrupt::Closed) = try_yield!(Ok(1)) {
            yield_!(Err("not yet".to_owned()));
        }
    }

    #[generator]
    fn outer() -> impl Coroutine<Yield = Result<u8, String>, Return = (), Error = ()> {
        yield_from!(inner());
        yield_!(Ok(2));
    }

    let mut coroutine = outer();
    coroutine.start().unwrap();
    let error = coroutine.close().unwrap_err();
    assert_eq!(error.into_inner(), Err("not yet".to_owned()));
    assert_eq!(coroutine.status(), Status::Finished);
}
