//! Delegates are dropped from the innermost outwards, each with its locals and then its arguments,
//! before anything that they borrow from; a destructor that panics keeps none of the others back.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use genfn::{Coroutine, Interrupt, LocalBoxGenerator, Status, generator};

/// The names of what was dropped, in order.
type Log = Rc<RefCell<Vec<String>>>;

/// Writes its name down when it is dropped, and panics if that is the name to panic at.
#[derive(Debug)]
struct Dropped {
    name: String,
    log: Log,
}

/// What stands for the name of the local or argument whose destructor panics.
const PANICS: &str = "panics";

impl Drop for Dropped {
    fn drop(&mut self) {
        self.log.borrow_mut().push(self.name.clone());
        assert!(!self.name.starts_with(PANICS), "the destructor of {:?}", self.name);
    }
}

fn dropped(name: impl Into<String>, log: &Log) -> Dropped {
    Dropped { name: name.into(), log: Rc::clone(log) }
}

fn take(log: &Log) -> Vec<String> {
    log.take()
}

/// Whether `run` panicked.
fn panics<T>(run: impl FnOnce() -> T) -> bool {
    catch_unwind(AssertUnwindSafe(run)).is_err()
}

/// Levels of locals and arguments, named after their depth: the innermost has the depth 0. The
/// destructor of the local at the depth `at` panics.
#[generator]
fn levels(
    depth: u32,
    at: Option<u32>,
    log: Log,
    _argument: Dropped,
) -> impl Coroutine<Yield = u32, Resume = u32, Return = Dropped, Error = Dropped> {
    let _first = dropped(format!("first {depth}"), &log);
    let name = if at == Some(depth) { PANICS } else { "second" };
    let _second = dropped(format!("{name} {depth}"), &log);
    if depth == 0 {
        let sent = yield_!(0);
        assert!(sent < 100, "it was sent {sent}");
    } else {
        let argument = dropped(format!("argument {}", depth - 1), &log);
        yield_from!(levels(depth - 1, at, Rc::clone(&log), argument));
        yield_!(depth);
    }
    dropped(format!("returned {depth}"), &log)
}

/// [`levels`] with two levels above the innermost.
fn three_levels(
    at: Option<u32>,
    log: &Log,
) -> impl Coroutine<Yield = u32, Resume = u32, Return = Dropped, Error = Dropped> + use<> {
    levels(2, at, Rc::clone(log), dropped("argument 2", log))
}

/// What a level drops when it ends, with the local that panics if it is `at`.
fn level(depth: u32, at: Option<u32>) -> [String; 3] {
    let second = if at == Some(depth) { PANICS } else { "second" };
    [second, "first", "argument"].map(|name| format!("{name} {depth}"))
}

/// What levels drop when they end from within.
fn levels_from(innermost: u32, at: Option<u32>) -> Vec<String> {
    (innermost..=2).flat_map(|depth| level(depth, at)).collect()
}

#[test]
fn before_it_is_started_there_are_only_its_arguments() {
    let log = Log::default();
    drop(three_levels(None, &log));
    assert_eq!(take(&log), ["argument 2"]);
}

#[test]
fn at_each_suspension_a_drop_goes_from_the_innermost_outwards() {
    let log = Log::default();
    for steps in 0..3 {
        let mut coroutine = three_levels(None, &log);
        coroutine.start().unwrap();
        for depth in 0..steps {
            coroutine.send(1).unwrap();
            let ended = [&level(depth, None)[..], &[format!("returned {depth}")]].concat();
            assert_eq!(take(&log), ended, "the value of `yield_from!` is not used");
        }
        drop(coroutine);
        assert_eq!(take(&log), levels_from(steps, None));
    }
}

#[test]
fn at_each_suspension_a_close_or_throw_drops_in_the_same_order() {
    let log = Log::default();
    for throws in [false, true] {
        for steps in 0..3 {
            let mut coroutine = three_levels(None, &log);
            coroutine.start().unwrap();
            for _ in 0..steps {
                coroutine.send(1).unwrap();
            }
            take(&log);
            if throws {
                let error = coroutine.throw(dropped("error", &log)).unwrap_err();
                assert_eq!(take(&log), levels_from(steps, None));
                drop(error);
                assert_eq!(take(&log), ["error"]);
            } else {
                assert!(matches!(coroutine.close(), Ok(None)));
                assert_eq!(take(&log), levels_from(steps, None));
            }
            assert_eq!(coroutine.status(), Status::Finished);
            drop(coroutine);
            assert!(take(&log).is_empty());
        }
    }
}

#[test]
fn a_panic_in_a_delegate_drops_all_from_there() {
    let log = Log::default();
    let mut coroutine = three_levels(None, &log);
    coroutine.start().unwrap();
    assert!(panics(|| coroutine.send(100)));
    assert_eq!(take(&log), levels_from(0, None));
    assert_eq!(coroutine.status(), Status::Finished);
    assert!(matches!(coroutine.close(), Ok(None)));
    drop(coroutine);
    assert!(take(&log).is_empty());
}

/// What was dropped, but for the error that was thrown, which was dropped once.
fn without_the_error(log: &Log) -> Vec<String> {
    let mut all = take(log);
    let before = all.len();
    all.retain(|name| name != "error");
    assert_eq!(all.len() + 1, before, "the error is dropped once");
    all
}

#[test]
fn a_destructor_that_panics_keeps_none_of_the_others_back() {
    let log = Log::default();
    for at in (0..=2).map(Some) {
        let expected = levels_from(0, at);

        let mut coroutine = three_levels(at, &log);
        coroutine.start().unwrap();
        assert!(panics(|| drop(coroutine)), "dropped");
        assert_eq!(take(&log), expected);

        let mut coroutine = three_levels(at, &log);
        coroutine.start().unwrap();
        assert!(panics(|| coroutine.close()), "closed");
        assert_eq!(take(&log), expected);
        assert_eq!(coroutine.status(), Status::Finished);
        drop(coroutine);
        assert!(take(&log).is_empty(), "nothing is dropped twice");

        let mut coroutine = three_levels(at, &log);
        coroutine.start().unwrap();
        assert!(panics(|| coroutine.throw(dropped("error", &log))), "thrown into");
        assert_eq!(without_the_error(&log), expected);
        assert_eq!(coroutine.status(), Status::Finished);
        drop(coroutine);
        assert!(take(&log).is_empty(), "nothing is dropped twice");
    }
}

#[test]
fn a_destructor_that_panics_at_the_end_of_a_delegate_ends_all_of_it() {
    #[generator]
    fn ending(depth: u32, log: Log) -> impl Iterator<Item = u32> {
        let _first = dropped(format!("first {depth}"), &log);
        let _second = dropped(if depth == 1 { PANICS } else { "second" }, &log);
        if depth > 0 {
            yield_from!(ending(depth - 1, Rc::clone(&log)));
        }
        yield_!(depth);
    }

    let log = Log::default();
    let mut coroutine = ending(2, Rc::clone(&log));
    assert_eq!(coroutine.next(), Some(0));
    assert_eq!(coroutine.next(), Some(1));
    assert_eq!(take(&log), ["second", "first 0"]);
    assert!(panics(|| coroutine.next()));
    assert_eq!(take(&log), [PANICS, "first 1", "second", "first 2"]);
    assert_eq!(coroutine.status(), Status::Finished);
    assert_eq!(coroutine.next(), None);
    drop(coroutine);
    assert!(take(&log).is_empty());
    assert!(panics(|| ending(2, Rc::clone(&log)).count()));
    assert_eq!(take(&log), ["second", "first 0", PANICS, "first 1", "second", "first 2"]);
}

/// Returns a value whose destructor panics when it is closed.
#[generator]
fn returns_what_panics(
    log: Log,
) -> impl Coroutine<Yield = u32, Resume = u32, Return = Dropped, Error = Dropped> {
    let _local = dropped("local", &log);
    let caught = try_yield!(1);
    dropped(if caught.is_ok() { "returned" } else { PANICS }, &log)
}

#[test]
fn a_returned_value_that_panics_as_a_close_drops_it_ends_all_of_it() {
    #[generator]
    fn outer(
        log: Log,
    ) -> impl Coroutine<Yield = u32, Resume = u32, Return = Dropped, Error = Dropped> {
        let _local = dropped("outer", &log);
        yield_from!(returns_what_panics(Rc::clone(&log)))
    }

    let log = Log::default();
    let mut coroutine = outer(Rc::clone(&log));
    coroutine.start().unwrap();
    assert!(panics(|| coroutine.close()));
    assert_eq!(take(&log), ["local", PANICS, "outer"]);
    assert_eq!(coroutine.status(), Status::Finished);
    drop(coroutine);
    assert!(take(&log).is_empty());
}

#[test]
fn a_returned_value_is_dropped_once_wherever_it_goes() {
    #[generator]
    fn outer(
        keeps: bool,
        log: Log,
    ) -> impl Coroutine<Yield = u32, Resume = u32, Return = Dropped, Error = Dropped> {
        let returned = yield_from!(returns_what_panics(Rc::clone(&log)));
        if keeps {
            return returned;
        }
        yield_!(2);
        dropped("another", &log)
    }

    let log = Log::default();
    let mut keeps = outer(true, Rc::clone(&log));
    keeps.start().unwrap();
    let returned = keeps.send(1).unwrap();
    assert_eq!(take(&log), ["local"]);
    drop(returned);
    assert_eq!(take(&log), ["returned"]);

    let mut suspended = outer(false, Rc::clone(&log));
    suspended.start().unwrap();
    suspended.send(1).unwrap();
    assert_eq!(take(&log), ["local"]);
    drop(suspended);
    assert_eq!(take(&log), ["returned"]);
}

#[test]
fn what_was_caught_is_dropped_before_what_is_done_about_it() {
    #[generator]
    fn outer(log: Log) -> impl Coroutine<Yield = u32, Resume = u32, Error = Dropped> {
        let _outer = dropped("outer", &log);
        let argument = dropped("argument 0", &log);
        match try_yield_from!(levels(0, None, Rc::clone(&log), argument)) {
            Ok(_) => {}
            Err(Interrupt::Thrown(error)) => {
                log.borrow_mut().push(format!("caught {}", error.name));
                yield_!(10);
            }
            Err(Interrupt::Closed) => log.borrow_mut().push("caught a close".to_owned()),
        }
    }

    let log = Log::default();
    let mut coroutine = outer(Rc::clone(&log));
    coroutine.start().unwrap();
    coroutine.throw(dropped("error", &log)).unwrap();
    assert_eq!(take(&log), [&level(0, None)[..], &["caught error".to_owned()]].concat());
    drop(coroutine);
    assert_eq!(take(&log), ["error", "outer"]);

    let mut coroutine = outer(Rc::clone(&log));
    coroutine.start().unwrap();
    assert!(matches!(coroutine.close(), Ok(Some(()))));
    let expected = [&level(0, None)[..], &["caught a close".to_owned(), "outer".to_owned()]];
    assert_eq!(take(&log), expected.concat());
}

#[test]
fn a_delegate_that_was_not_stepped_by_frames_is_dropped_in_its_turn() {
    #[generator]
    fn outer<C>(
        log: Log,
        inner: C,
    ) -> impl Coroutine<Yield = u32, Resume = u32, Return = Dropped, Error = Dropped>
    where
        C: Coroutine<Yield = u32, Resume = u32, Return = Dropped, Error = Dropped>,
    {
        let _outer = dropped("outer", &log);
        yield_from!(inner)
    }

    let log = Log::default();
    let started = || {
        let mut inner = levels(1, None, Rc::clone(&log), dropped("argument 1", &log));
        inner.start().unwrap();
        inner
    };
    let inner: Vec<String> = [level(0, None), level(1, None)].concat();
    let all = [&inner[..], &["outer".to_owned()]].concat();

    let mut unerased = outer(Rc::clone(&log), started());
    unerased.start().unwrap();
    take(&log);
    drop(unerased);
    assert_eq!(take(&log), [&level(1, None)[..], &["outer".to_owned()]].concat());

    let mut erased = outer(Rc::clone(&log), LocalBoxGenerator::new(started()));
    erased.start().unwrap();
    take(&log);
    assert!(matches!(erased.close(), Ok(None)));
    assert_eq!(take(&log), [&level(1, None)[..], &["outer".to_owned()]].concat());

    drop(outer(Rc::clone(&log), started()));
    assert_eq!(take(&log), inner, "not started itself");

    let mut lent = started();
    let mut lends = outer(Rc::clone(&log), &mut lent);
    lends.start().unwrap();
    take(&log);
    drop(lends);
    assert_eq!(take(&log), ["outer"]);
    drop(lent);
    assert_eq!(take(&log), level(1, None));

    let fresh = levels(1, None, Rc::clone(&log), dropped("argument 1", &log));
    let mut fresh = outer(Rc::clone(&log), LocalBoxGenerator::new(fresh));
    fresh.start().unwrap();
    drop(fresh);
    assert_eq!(take(&log), all);
}

#[test]
fn a_delegate_is_dropped_before_what_it_borrows() {
    #[generator]
    fn borrows(name: &Dropped, log: Log) -> impl Iterator<Item = usize> {
        struct Reads<'a>(&'a Dropped);

        impl Drop for Reads<'_> {
            fn drop(&mut self) {
                self.0.log.borrow_mut().push(format!("reads {}", self.0.name));
            }
        }

        let _reads = Reads(name);
        let local = dropped(format!("{}'", name.name), &log);
        if local.name.len() < 8 {
            yield_from!(borrows(&local, Rc::clone(&log)));
        }
        yield_!(local.name.len());
    }

    #[generator]
    fn owns(log: Log) -> impl Iterator<Item = usize> {
        let name = dropped("local", &log);
        yield_from!(borrows(&name, Rc::clone(&log)));
    }

    let order =
        ["local'''", "reads local''", "local''", "reads local'", "local'", "reads local", "local"];
    let log = Log::default();
    let mut dropped_suspended = owns(Rc::clone(&log));
    dropped_suspended.next();
    drop(dropped_suspended);
    assert_eq!(take(&log), order);

    let mut closed = owns(Rc::clone(&log));
    closed.next();
    closed.close().unwrap();
    assert_eq!(take(&log), order);

    let mut erased = LocalBoxGenerator::new(owns(Rc::clone(&log)));
    erased.next();
    drop(erased);
    assert_eq!(take(&log), order);

    assert_eq!(owns(Rc::clone(&log)).count(), 3);
    assert_eq!(take(&log), order);
    assert!(panics(|| owns(Rc::clone(&log)).for_each(|length| assert_eq!(length, 0))));
    assert_eq!(take(&log), order);
}
