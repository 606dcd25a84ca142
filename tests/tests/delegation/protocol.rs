//! What is sent, thrown and closed reaches the innermost generator, and what leaves it uncaught
//! goes outwards, one generator after the other.

use std::cell::RefCell;

use genfn::{
    BoxGenerator, CloseError, Coroutine, CoroutineState, Interrupt, LocalBoxGenerator, Status,
    generator,
};

type Log = RefCell<Vec<String>>;

fn take(log: &Log) -> Vec<String> {
    log.take()
}

/// Tells the log when it is dropped.
struct Dropped<'a>(&'a Log, String);

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push(std::mem::take(&mut self.1));
    }
}

/// Yields at the depth `depth`, and hands everything on above it.
#[generator]
fn nested(
    depth: u32,
    log: &Log,
) -> impl Coroutine<Yield = u32, Resume = u32, Return = u32, Error = &'static str> {
    let _dropped = Dropped(log, format!("level {depth}"));
    if depth > 0 {
        return yield_from!(nested(depth - 1, log)) + 1;
    }
    let mut last = 0;
    while last < 10 {
        last = yield_!(last);
    }
    last
}

#[test]
fn what_is_sent_reaches_the_innermost_and_its_value_comes_back_through_all() {
    let log = Log::default();
    let mut outer = nested(4, &log);
    assert_eq!(outer.start(), Ok(CoroutineState::Yielded(0)));
    assert_eq!(outer.send(5), Ok(CoroutineState::Yielded(5)));
    assert_eq!(outer.send(6), Ok(CoroutineState::Yielded(6)));
    assert!(take(&log).is_empty());
    assert_eq!(outer.send(70), Ok(CoroutineState::Complete(74)));
    assert_eq!(take(&log), ["level 0", "level 1", "level 2", "level 3", "level 4"]);
}

#[test]
fn what_is_thrown_ends_all_that_do_not_catch_it() {
    let log = Log::default();
    let mut outer = nested(3, &log);
    outer.start().unwrap();
    assert_eq!(outer.throw("stop"), Err("stop"));
    assert_eq!(take(&log), ["level 0", "level 1", "level 2", "level 3"]);
    assert_eq!(outer.status(), Status::Finished);
    assert_eq!(outer.throw("more"), Err("more"));
}

#[test]
fn a_close_ends_all_from_the_innermost() {
    let log = Log::default();
    let mut outer = nested(3, &log);
    outer.start().unwrap();
    assert_eq!(outer.close(), Ok(None));
    assert_eq!(take(&log), ["level 0", "level 1", "level 2", "level 3"]);
    assert_eq!(outer.status(), Status::Finished);
}

/// Catches what is thrown at `catches`, above a generator that does not.
#[generator]
fn catching(
    depth: u32,
    catches: u32,
    log: &Log,
) -> impl Coroutine<Yield = u32, Return = u32, Error = &'static str> {
    let _dropped = Dropped(log, format!("level {depth}"));
    if depth == catches {
        let caught = try_yield_from!(catching(depth - 1, catches, log));
        let tells = match caught {
            Ok(_) => "returned".to_owned(),
            Err(Interrupt::Thrown(error)) => format!("caught {error}"),
            Err(Interrupt::Closed) => "caught a close".to_owned(),
        };
        log.borrow_mut().push(tells);
        yield_!(depth);
        return depth;
    }
    if depth > 0 {
        return yield_from!(catching(depth - 1, catches, log));
    }
    yield_!(0);
    0
}

#[test]
fn what_is_thrown_is_caught_half_way() {
    let log = Log::default();
    let mut outer = catching(4, 2, &log);
    outer.start().unwrap();
    assert_eq!(outer.throw("it"), Ok(CoroutineState::Yielded(2)));
    assert_eq!(take(&log), ["level 0", "level 1", "caught it"]);
    assert_eq!(outer.send(()), Ok(CoroutineState::Complete(2)));
    assert_eq!(take(&log), ["level 2", "level 3", "level 4"]);
}

#[test]
fn what_is_thrown_again_goes_on_from_there() {
    let log = Log::default();
    let mut outer = catching(4, 2, &log);
    outer.start().unwrap();
    outer.throw("it").unwrap();
    take(&log);
    assert_eq!(outer.throw("again"), Err("again"));
    assert_eq!(take(&log), ["level 2", "level 3", "level 4"]);
}

/// Answers a close with a value, above which it delegates `levels` times.
#[generator]
fn answering(
    levels: u32,
    log: &Log,
) -> impl Coroutine<Yield = u32, Return = &'static str, Error = &'static str> {
    if levels > 0 {
        let returned = yield_from!(answering(levels - 1, log));
        log.borrow_mut().push(format!("level {levels} went on"));
        return returned;
    }
    match try_yield!(1) {
        Ok(()) => "sent",
        Err(Interrupt::Thrown(_)) => "thrown",
        Err(Interrupt::Closed) => {
            log.borrow_mut().push("answers".to_owned());
            "closed"
        }
    }
}

#[test]
fn one_that_delegates_is_closed_itself_whatever_its_delegate_returned() {
    let log = Log::default();
    let mut direct = answering(0, &log);
    direct.start().unwrap();
    assert_eq!(direct.close(), Ok(Some("closed")));
    for levels in 1..4 {
        take(&log);
        let mut outer = answering(levels, &log);
        outer.start().unwrap();
        assert_eq!(outer.close(), Ok(None));
        assert_eq!(outer.status(), Status::Finished);
        assert_eq!(take(&log), ["answers"], "no level goes on");
    }
    let mut outer = answering(2, &log);
    outer.start().unwrap();
    assert_eq!(outer.throw("it"), Ok(CoroutineState::Complete("thrown")));
    assert_eq!(take(&log), ["level 1 went on", "level 2 went on"]);
}

/// Delegates to [`answering`], and catches the close that it is then told itself.
#[generator]
fn closing_twice<'a>(
    levels: u32,
    log: &'a Log,
    inner: LocalBoxGenerator<'a, u32, (), &'static str, &'static str>,
) -> impl Coroutine<Yield = u32, Return = &'static str, Error = &'static str> {
    if levels > 0 {
        return match try_yield_from!(closing_twice(levels - 1, log, inner)) {
            Ok(returned) => returned,
            Err(interrupt) => {
                log.borrow_mut().push(format!("level {levels}: {interrupt:?}"));
                "closed too"
            }
        };
    }
    yield_from!(inner)
}

#[test]
fn each_level_is_told_to_close_after_its_delegate() {
    let log = Log::default();
    let mut outer = closing_twice(3, &log, LocalBoxGenerator::new(answering(2, &log)));
    outer.start().unwrap();
    assert_eq!(outer.close(), Ok(Some("closed too")));
    assert_eq!(take(&log), ["answers", "level 1: Closed", "level 2: Closed", "level 3: Closed"]);
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

#[generator]
fn outside_of<C>(inner: C) -> impl Coroutine<Yield = u32, Return = String, Error = &'static str>
where
    C: Coroutine<Yield = u32, Resume = (), Return = String, Error = &'static str>,
{
    format!("outside of {}", yield_from!(inner))
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
fn one_that_is_closed_can_delegate_anew_to_what_ends() {
    let mut outer = delegating_anew(returning(0));
    outer.start().unwrap();
    assert_eq!(outer.close(), Ok(Some("closed, ended".to_owned())));

    // What is delegated to anew is not what was told to close: its value counts.
    let mut outer = outlasting(delegating_anew(returning(0)));
    outer.start().unwrap();
    assert_eq!(outer.close(), Ok(Some("outlasting Err(Closed)".to_owned())));

    let mut outer = outside_of(delegating_anew(outside_of(returning(0))));
    outer.start().unwrap();
    assert_eq!(outer.close(), Ok(None));
    assert_eq!(outer.status(), Status::Finished);
}

#[test]
fn one_that_is_closed_and_yields_through_a_new_delegate_stays_suspended() {
    let mut outer = delegating_anew(returning(2));
    outer.start().unwrap();
    assert_eq!(outer.close(), Err(CloseError::new(10)));
    assert_eq!(outer.status(), Status::Suspended);
    assert_eq!(outer.send(()), Ok(CoroutineState::Yielded(11)));
    assert_eq!(outer.send(()), Ok(CoroutineState::Complete("closed, ended".to_owned())));
}

#[test]
fn one_that_is_closed_and_yields_is_closed_by_the_next_close() {
    let mut outer = delegating_anew(returning(2));
    outer.start().unwrap();
    assert_eq!(outer.close(), Err(CloseError::new(10)));
    assert_eq!(outer.close(), Ok(None));
    assert_eq!(outer.status(), Status::Finished);
}

#[test]
fn a_delegate_started_before_answers_for_itself() {
    let log = Log::default();
    let mut inner = answering(1, &log);
    inner.start().unwrap();
    let mut outer = closing_twice(1, &log, LocalBoxGenerator::new(&mut inner));
    // Resumed with `()`, it ends at once.
    assert_eq!(outer.start(), Ok(CoroutineState::Complete("sent")));
    drop(outer);
    assert_eq!(take(&log), ["level 1 went on"]);
    assert_eq!(inner.status(), Status::Finished);
}

#[test]
fn erased_levels_are_told_in_the_same_order() {
    #[generator]
    fn erased(
        depth: u32,
        log: &Log,
    ) -> LocalBoxGenerator<'_, u32, u32, Result<u32, Interrupt<u8>>, u8> {
        let _dropped = Dropped(log, format!("level {depth}"));
        if depth == 0 {
            return try_yield!(0);
        }
        let result = try_yield_from!(erased(depth - 1, log));
        log.borrow_mut().push(format!("{depth}: {result:?}"));
        result?
    }

    let log = Log::default();
    let mut outer = erased(2, &log);
    outer.start().unwrap();
    assert_eq!(outer.throw(7), Ok(CoroutineState::Complete(Err(Interrupt::Thrown(7)))));
    let returned = |level| format!("{level}: Ok(Err(Thrown(7)))");
    assert_eq!(
        take(&log),
        ["level 0", &returned(1), "level 1", &returned(2), "level 2"].map(str::to_owned),
    );

    let mut outer = erased(2, &log);
    outer.start().unwrap();
    // What the innermost returned is dropped: the next one is told itself.
    assert_eq!(outer.close(), Ok(Some(Err(Interrupt::Closed))));
    let closed = |level| format!("{level}: Err(Closed)");
    assert_eq!(
        take(&log),
        ["level 0", &closed(1), "level 1", &closed(2), "level 2"].map(str::to_owned),
    );
}

/// What a test does with a delegate that its owner goes on with.
#[generator]
fn counter() -> impl Coroutine<Yield = u32, Return = String, Error = &'static str> + Send {
    for number in 0..5 {
        yield_!(number);
    }
    "counted".to_owned()
}

#[test]
fn a_lent_delegate_is_used_on_by_its_owner() {
    let mut owned = counter();
    let mut outer = outside_of(&mut owned);
    assert_eq!(outer.next(), Some(0));
    assert_eq!(outer.next(), Some(1));
    drop(outer);
    assert_eq!(owned.status(), Status::Suspended, "a drop leaves it where it is");
    assert_eq!(owned.next(), Some(2));
    let mut outer = outside_of(&mut owned);
    assert_eq!(outer.next(), Some(3), "a second one goes on with it");
    assert_eq!(outer.next(), Some(4));
    let end = CoroutineState::Complete("outside of counted".to_owned());
    assert_eq!(outer.send(()), Ok(end));
    drop(outer);
    assert_eq!(owned.status(), Status::Finished);
}

#[test]
fn a_lent_delegate_is_closed_and_thrown_into() {
    let mut owned = counter();
    let mut outer = outside_of(&mut owned);
    outer.start().unwrap();
    assert_eq!(outer.close(), Ok(None));
    drop(outer);
    assert_eq!(owned.status(), Status::Finished);

    let mut owned = counter();
    let mut outer = outside_of(&mut owned);
    outer.start().unwrap();
    assert_eq!(outer.throw("it"), Err("it"));
    drop(outer);
    assert_eq!(owned.status(), Status::Finished);
}

#[test]
fn a_lent_delegate_keeps_delegates_of_its_own() {
    let log = Log::default();
    let mut owned = nested(3, &log);
    owned.start().unwrap();
    {
        #[generator]
        fn lent<C>(inner: C) -> impl Coroutine<Yield = u32, Resume = u32, Error = &'static str>
        where
            C: Coroutine<Yield = u32, Resume = u32, Return = u32, Error = &'static str>,
        {
            yield_from!(inner);
        }

        let mut outer = lent(&mut owned);
        assert_eq!(outer.start(), Ok(CoroutineState::Yielded(0)));
        assert_eq!(outer.send(3), Ok(CoroutineState::Yielded(3)));
    }
    assert!(take(&log).is_empty());
    assert_eq!(owned.send(4), Ok(CoroutineState::Yielded(4)));
    assert_eq!(owned.send(10), Ok(CoroutineState::Complete(13)));
    assert_eq!(take(&log), ["level 0", "level 1", "level 2", "level 3"]);
}

#[test]
fn a_generator_over_results_delegates_to_another() {
    #[generator]
    fn parsed(texts: &[&str], depth: u32) -> impl Iterator<Item = Result<i32, String>> {
        if depth > 0 {
            yield_from!(parsed(texts, depth - 1));
            yield_!(Ok(-1));
            return;
        }
        for text in texts {
            let number: i32 = text.parse().map_err(|_| format!("{text:?} is no number"))?;
            yield_!(Ok(number));
        }
    }

    #[generator]
    fn rest(
        inner: impl genfn::Generator<Item = Result<i32, String>>,
    ) -> impl Iterator<Item = Result<i32, String>> {
        yield_from!(inner);
        yield_!(Ok(7));
    }

    assert!(parsed(&["1", "2"], 2).eq([Ok(1), Ok(2), Ok(-1), Ok(-1)]));
    // The last item of the delegate is its error. The others go on: `?` is not theirs.
    let error = || Err("\"x\" is no number".to_owned());
    assert!(parsed(&["1", "x", "2"], 2).eq([Ok(1), error(), Ok(-1), Ok(-1)]));
    assert_eq!(parsed(&["x"], 1).fold(0, |items, _| items + 1), 2);

    let mut closed_at_its_error = parsed(&["x"], 2);
    assert_eq!(closed_at_its_error.next(), Some(error()));
    assert_eq!(closed_at_its_error.status(), Status::Suspended);
    assert_eq!(closed_at_its_error.close(), Ok(None));
    assert_eq!(closed_at_its_error.next(), None);

    // One that has been started, with its end yet to be told.
    let mut inner = parsed(&["x"], 0);
    assert_eq!(inner.next(), Some(error()));
    assert!(rest(inner).eq([Ok(7)]));
}

#[test]
fn an_error_of_a_generator_over_results_can_leave_through_a_question_mark() {
    #[generator]
    fn inner() -> impl Coroutine<Yield = Result<i32, String>, Return = Result<i32, String>> {
        yield_!(Ok(1));
        Err("broken".to_owned())
    }

    #[generator]
    fn outer() -> impl Iterator<Item = Result<i32, String>> {
        let value = yield_from!(inner())?;
        yield_!(Ok(value));
    }

    assert!(outer().eq([Ok(1), Err("broken".to_owned())]));
}

#[test]
fn status_and_debug_are_those_of_the_outermost() {
    let log = Log::default();
    let mut outer = nested(2, &log);
    assert_eq!(outer.status(), Status::Created);
    assert_eq!(format!("{outer:?}"), "Generator(Created)");
    outer.start().unwrap();
    assert_eq!(outer.status(), Status::Suspended);
    assert!(format!("{outer:?}").starts_with("Generator(Suspended"), "{outer:?}");
    outer.close().unwrap();
    assert_eq!(format!("{outer:?}"), "Generator(Finished)");

    let mut erased = BoxGenerator::new(counter());
    erased.start().unwrap();
    assert!(format!("{erased:?}").starts_with("BoxGenerator(Suspended"), "{erased:?}");
}

#[test]
fn the_size_hint_counts_what_delegates_yield() {
    #[generator(size_hint = (5, Some(5)))]
    fn hinted() -> impl Iterator<Item = u32> {
        yield_!(0);
        yield_from!(1..3);
        yield_from!(unhinted());
    }

    #[generator]
    fn unhinted() -> impl Iterator<Item = u32> {
        yield_!(3);
        yield_!(4);
    }

    let mut items = hinted();
    for (number, left) in (0..5).zip((0..5).rev()) {
        assert_eq!(items.next(), Some(number));
        assert_eq!(items.size_hint(), (left, Some(left)));
    }
    assert_eq!(items.next(), None);
    assert_eq!(items.size_hint(), (0, Some(0)));
    assert_eq!(unhinted().size_hint(), (0, None));
}

#[test]
fn it_is_folded_as_it_is_iterated() {
    #[generator]
    fn tree(depth: u32) -> impl Iterator<Item = u32> {
        if depth > 0 {
            yield_from!(tree(depth - 1));
            yield_!(depth);
            yield_from!(tree(depth - 1));
        }
        yield_from!([0]);
    }

    let stepped: Vec<u32> = {
        let mut tree = tree(6);
        std::iter::from_fn(|| tree.next()).collect()
    };
    assert_eq!(tree(6).fold(Vec::new(), |items, item| [items, vec![item]].concat()), stepped);
    assert_eq!(tree(6).sum::<u32>(), stepped.iter().sum());
    assert_eq!(tree(6).count(), stepped.len());
    assert!(tree(6).collect::<Vec<_>>() == stepped);
    let mut seen = Vec::new();
    tree(6).for_each(|item| seen.push(item));
    assert_eq!(seen, stepped);
    let mut started = tree(6);
    started.next();
    assert_eq!(started.fold(0, |count, _| count + 1), stepped.len() - 1);
}
