//! Each cell of the protocol's table, for each combinator that changes no value.

use genfn::{Coroutine, CoroutineExt, Status, generator};

use crate::subject::{Log, OnClose, Operation, Subject, Traced, fresh, in_each_form, operate};

/// The states of a coroutine, by the operations that lead there.
#[derive(Clone, Copy, Debug)]
enum State {
    Created,
    AtYield,
    AtTryYield,
    Finished,
    /// Run to its end by `next`, so that the value it returned is kept.
    FinishedByNext,
}

impl State {
    const fn operations(self) -> &'static [Operation] {
        use Operation::{Next, Send, Start};
        match self {
            Self::Created => &[],
            Self::AtYield => &[Start],
            Self::AtTryYield => &[Start, Send(0)],
            Self::Finished => &[Start, Send(0), Send(0), Send(0)],
            Self::FinishedByNext => &[Next, Next, Next, Next],
        }
    }
}

type Cell = (State, OnClose, Operation, &'static str, &'static [&'static str]);

/// What each operation gives in each state, and what happens in the body.
#[rustfmt::skip]
const TABLE: [Cell; 35] = {
    use OnClose::{Return, Yield};
    use Operation::{Close, Next, Send, Start, TakeReturn, Throw};
    use State::{AtTryYield, AtYield, Created, Finished, FinishedByNext};
    const BODY: &[&str] = &["drop local", "drop argument"];
    [
        (Created, Return, Next, "Some(1), Suspended", &["begin"]),
        (Created, Return, Start, "Ok(Yielded(1)), Suspended", &["begin"]),
        (Created, Return, Send(5), "NotStarted(5), Created", &[]),
        (Created, Return, Throw(6), "Err(6), Finished", &["drop argument"]),
        (Created, Return, Close, "Ok(None), Finished", &["drop argument"]),
        (Created, Return, TakeReturn, "None, Created", &[]),

        (AtYield, Return, Next, "Some(2), Suspended", &["first 0"]),
        (AtYield, Return, Start, "Err(Started), Suspended", &[]),
        (AtYield, Return, Send(5), "Ok(Yielded(2)), Suspended", &["first 5"]),
        (AtYield, Return, Throw(6), "Err(6), Finished", BODY),
        (AtYield, Return, Close, "Ok(None), Finished", BODY),
        (AtYield, Yield, Close, "Ok(None), Finished", BODY),
        (AtYield, Return, TakeReturn, "None, Suspended", &[]),
        (AtYield, Return, Send(13), "panic, Finished", &["first 13", "drop local", "drop argument"]),

        (AtTryYield, Return, Next, "Some(3), Suspended", &["second 0"]),
        (AtTryYield, Return, Start, "Err(Started), Suspended", &[]),
        (AtTryYield, Return, Send(5), "Ok(Yielded(3)), Suspended", &["second 5"]),
        (AtTryYield, Return, Throw(6), "Ok(Yielded(3)), Suspended", &["caught 6"]),
        (AtTryYield, Return, Close, "Ok(Some(77)), Finished", &["closed", "drop local", "drop argument"]),
        (AtTryYield, Yield, Close, "Err(3), Suspended", &["closed"]),
        (AtTryYield, Yield, Throw(6), "Ok(Yielded(3)), Suspended", &["caught 6"]),
        (AtTryYield, Return, TakeReturn, "None, Suspended", &[]),

        (Finished, Return, Next, "None, Finished", &[]),
        (Finished, Return, Start, "Err(Finished), Finished", &[]),
        (Finished, Return, Send(5), "Finished(5), Finished", &[]),
        (Finished, Return, Throw(6), "Err(6), Finished", &[]),
        (Finished, Return, Close, "Ok(None), Finished", &[]),
        (Finished, Return, TakeReturn, "None, Finished", &[]),

        (FinishedByNext, Return, Next, "None, Finished", &[]),
        (FinishedByNext, Return, Start, "Err(Finished), Finished", &[]),
        (FinishedByNext, Return, Send(5), "Finished(5), Finished", &[]),
        (FinishedByNext, Return, Throw(6), "Err(6), Finished", &[]),
        (FinishedByNext, Return, Close, "Ok(None), Finished", &[]),
        (FinishedByNext, Return, TakeReturn, "Some(99), Finished", &[]),
        (FinishedByNext, Yield, TakeReturn, "Some(99), Finished", &[]),
    ]
};

/// Holds the table against what `combine` makes of the subject.
fn holds<C>(form: &str, combine: impl Fn(&Log, OnClose) -> C)
where
    C: Subject + Iterator<Item = i64>,
{
    for (state, on_close, operation, expected, events) in TABLE {
        let cell = format!("{operation:?} at {state:?} of {form} that will {on_close:?}");
        let log = Log::default();
        let mut coroutine = combine(&log, on_close);
        for &before in state.operations() {
            operate(&mut coroutine, before);
        }
        log.take();
        assert_eq!(operate(&mut coroutine, operation), expected, "{cell}");
        assert_eq!(log.take(), events, "{cell}");
        let dropped: &[&str] = match coroutine.status() {
            Status::Created => &["drop argument"],
            Status::Suspended => &["drop local", "drop argument"],
            Status::Finished => &[],
        };
        drop(coroutine);
        assert_eq!(log.take(), dropped, "drop after {cell}");
    }
}

/// Returns what it is given, at once.
#[generator]
fn give(value: i64) -> impl Coroutine<Yield = i64, Resume = i64, Return = i64, Error = i64> {
    if false {
        yield_!(0);
    }
    value
}

#[test]
fn map_yield_holds_it() {
    in_each_form!(holds, |coroutine| coroutine.map_yield(|item| item));
}

#[test]
fn map_resume_holds_it() {
    in_each_form!(holds, |coroutine| coroutine.map_resume(|value: i64| value));
}

#[test]
fn map_return_holds_it() {
    in_each_form!(holds, |coroutine| coroutine.map_return(|returned| returned));
}

#[test]
fn map_error_holds_it() {
    in_each_form!(holds, |coroutine| coroutine.map_error(|error: i64| error, |error| error));
}

#[test]
fn inspect_yield_holds_it() {
    in_each_form!(holds, |coroutine| coroutine.inspect_yield(|_| {}));
}

#[test]
fn inspect_resume_holds_it() {
    in_each_form!(holds, |coroutine| coroutine.inspect_resume(|_| {}));
}

#[test]
fn inspect_return_holds_it() {
    in_each_form!(holds, |coroutine| coroutine.inspect_return(|_| {}));
}

#[test]
fn inspect_error_holds_it() {
    in_each_form!(holds, |coroutine| coroutine.inspect_error(|_| {}));
}

#[test]
fn iterate_holds_it() {
    in_each_form!(holds, |coroutine| coroutine.iterate());
}

#[test]
fn with_error_holds_it_for_one_that_catches_nothing() {
    #[generator]
    fn deaf(
        log: Log,
        _argument: Traced,
    ) -> impl Coroutine<Yield = i64, Resume = i64, Return = i64> + Iterator<Item = i64> {
        let _local = Traced(log.clone(), "local");
        log.write("begin");
        log.write(format!("first {}", yield_!(1)));
        log.write(format!("second {}", yield_!(2)));
        log.write(format!("third {}", yield_!(3)));
        99
    }

    for (state, on_close, operation, expected, events) in TABLE {
        // What only a `try_yield!` does, and the panic.
        if matches!(state, State::AtTryYield)
            && matches!(operation, Operation::Throw(_) | Operation::Close)
            || expected.contains("panic")
        {
            continue;
        }
        let log = Log::default();
        let mut coroutine = deaf(log.clone(), Traced(log.clone(), "argument")).with_error();
        for &before in state.operations() {
            operate(&mut coroutine, before);
        }
        log.take();
        let cell = format!("{operation:?} at {state:?}, {on_close:?}");
        assert_eq!(operate(&mut coroutine, operation), expected, "{cell}");
        assert_eq!(log.take(), events, "{cell}");
    }
}

#[test]
fn the_second_of_and_then_holds_it_once_it_is_started() {
    for (state, on_close, operation, expected, events) in TABLE {
        if matches!(state, State::Created) && operation != Operation::Start {
            continue;
        }
        let cell = format!("{operation:?} at {state:?} of one that will {on_close:?}");
        let log = Log::default();
        let mut coroutine = give(0).and_then(|_| fresh(&log, on_close));
        for &before in state.operations() {
            operate(&mut coroutine, before);
        }
        log.take();
        assert_eq!(operate(&mut coroutine, operation), expected, "{cell}");
        assert_eq!(log.take(), events, "{cell}");
    }
}

#[test]
fn the_first_of_and_then_holds_it_but_is_closed_with_nothing() {
    for (state, on_close, operation, expected, events) in TABLE {
        let cell = format!("{operation:?} at {state:?} of one that will {on_close:?}");
        let log = Log::default();
        let mut coroutine = fresh(&log, on_close).and_then(give);
        for &before in state.operations() {
            operate(&mut coroutine, before);
        }
        log.take();
        // As a body that delegates to the first one, it is closed itself, whatever that returned.
        let expected = expected.replace("Ok(Some(77))", "Ok(None)");
        assert_eq!(operate(&mut coroutine, operation), expected, "{cell}");
        assert_eq!(log.take(), events, "{cell}");
    }
}

#[test]
fn all_of_them_together_hold_it() {
    in_each_form!(holds, |coroutine| {
        coroutine
            .map_yield(|item| item + 1)
            .map_return(|returned| returned - 1)
            .map_resume(|value: i64| value)
            .inspect_yield(|_| {})
            .map_error(|error: i64| -error, |error| -error)
            .map_error(|error: i64| -error, |error| -error)
            .iterate()
            .map_yield(|item| item - 1)
            .map_return(|returned| returned + 1)
    });
}

#[test]
fn one_that_is_lent_holds_it() {
    for (state, on_close, operation, expected, events) in TABLE {
        let log = Log::default();
        let mut owner = fresh(&log, on_close);
        // A combinator of `&mut` is another coroutine each time: the owner keeps the state.
        for &before in state.operations() {
            operate(&mut (&mut owner).map_yield(|item| item), before);
        }
        log.take();
        let mut lent = (&mut owner).map_yield(|item| item);
        assert_eq!(operate(&mut lent, operation), expected, "{operation:?} at {state:?}");
        assert_eq!(log.take(), events, "{operation:?} at {state:?}");
    }
}
