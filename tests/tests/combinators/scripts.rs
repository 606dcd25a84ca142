//! Every script of up to four operations, on each combinator and on the body that does the same by
//! itself: both give the same, and do the same in the same order.

use genfn::{Coroutine, CoroutineExt, Interrupt, generator};

use crate::subject::{Log, OnClose, Operation, PANIC, Subject, Traced, in_each_form, operate};

const OPERATIONS: [Operation; 7] = [
    Operation::Next,
    Operation::Start,
    Operation::Send(5),
    Operation::Send(PANIC),
    Operation::Throw(6),
    Operation::Close,
    Operation::TakeReturn,
];

/// Does all scripts on what both closures make, and compares.
fn compare<A, B>(
    form: &str,
    on_close: OnClose,
    combined: impl Fn(&Log, OnClose) -> A,
    written_out: impl Fn(&Log, OnClose) -> B,
) where
    A: Subject + Iterator<Item = i64>,
    B: Subject + Iterator<Item = i64>,
{
    const LENGTH: u32 = 4;
    for number in 0..OPERATIONS.len().pow(LENGTH) {
        let script: Vec<_> = (0..LENGTH)
            .map(|place| OPERATIONS[number / OPERATIONS.len().pow(place) % OPERATIONS.len()])
            .collect();
        let (combined_log, written_log) = (Log::default(), Log::default());
        let mut combined = combined(&combined_log, on_close);
        let mut written_out = written_out(&written_log, on_close);
        for (step, &operation) in script.iter().enumerate() {
            let place = format!("step {step} of {script:?} on {form} that will {on_close:?}");
            let outcome = operate(&mut combined, operation);
            assert_eq!(outcome, operate(&mut written_out, operation), "{place}");
            assert_eq!(combined_log.take(), written_log.take(), "{place}");
        }
        drop((combined, written_out));
        assert_eq!(combined_log.take(), written_log.take(), "drop after {script:?}");
    }
}

/// The subject with functions of all its values written into its body.
#[generator]
fn written_out(
    log: Log,
    on_close: OnClose,
    _argument: Traced,
    values: Values,
) -> impl Coroutine<Yield = i64, Resume = i64, Return = i64, Error = i64> + Iterator<Item = i64> {
    let _local = Traced(log.clone(), "local");
    log.write("begin");
    let sent = (values.resume)(yield_!((values.item)(1)));
    log.write(format!("first {sent}"));
    assert_ne!(sent, PANIC, "as it was told");
    match try_yield!((values.item)(2)) {
        Ok(sent) => log.write(format!("second {}", (values.resume)(sent))),
        Err(Interrupt::Thrown(error)) => log.write(format!("caught {}", (values.error)(error))),
        Err(Interrupt::Closed) => {
            log.write("closed");
            if let OnClose::Return = on_close {
                return (values.returned)(77);
            }
        }
    }
    let sent = (values.resume)(yield_!((values.item)(3)));
    log.write(format!("third {sent}"));
    (values.returned)(99)
}

/// What is made of each value.
#[derive(Clone, Copy)]
struct Values {
    item: fn(i64) -> i64,
    resume: fn(i64) -> i64,
    returned: fn(i64) -> i64,
    error: fn(i64) -> i64,
}

const AS_THEY_ARE: Values = Values {
    item: |item| item,
    resume: |value| value,
    returned: |value| value,
    error: |error| error,
};

/// Compares a combinator with a body that has `$values` written out.
macro_rules! as_written_out {
    ($values:expr, |$coroutine:ident| $combine:expr) => {{
        fn check<C>(form: &str, combined: impl Fn(&Log, OnClose) -> C)
        where
            C: Subject + Iterator<Item = i64>,
        {
            for on_close in [OnClose::Return, OnClose::Yield] {
                compare(form, on_close, &combined, |log, on_close| {
                    written_out(log.clone(), on_close, Traced(log.clone(), "argument"), $values)
                });
            }
        }

        in_each_form!(check, |$coroutine| $combine);
    }};
}

#[test]
fn map_yield_is_a_function_at_each_yield() {
    as_written_out!(Values { item: |item| 10 * item, ..AS_THEY_ARE }, |coroutine| coroutine
        .map_yield(|item| 10 * item));
}

#[test]
fn map_resume_is_a_function_of_the_value_of_each_yield() {
    as_written_out!(Values { resume: |value| value + 100, ..AS_THEY_ARE }, |coroutine| coroutine
        .map_resume(|value: i64| value + 100));
}

#[test]
fn map_return_is_a_function_at_each_return() {
    as_written_out!(Values { returned: |value| -value, ..AS_THEY_ARE }, |coroutine| coroutine
        .map_return(|value| -value));
}

#[test]
fn map_error_is_a_function_of_what_is_caught() {
    as_written_out!(Values { error: |error| error + 100, ..AS_THEY_ARE }, |coroutine| coroutine
        .map_error(|error: i64| error + 100, |error| error - 100));
}

#[test]
fn all_maps_together_are_all_functions_in_the_body() {
    as_written_out!(
        Values {
            item: |item| 10 * item,
            resume: |value| value + 100,
            returned: |value| -value,
            error: |error| error + 100,
        },
        |coroutine| coroutine
            .map_error(|error: i64| error + 100, |error| error - 100)
            .map_return(|value| -value)
            .map_resume(|value: i64| value + 100)
            .map_yield(|item| 10 * item)
    );
}

#[test]
fn what_only_looks_changes_nothing() {
    as_written_out!(AS_THEY_ARE, |coroutine| coroutine
        .inspect_yield(|_| {})
        .inspect_resume(|_| {})
        .inspect_return(|_| {})
        .inspect_error(|_| {})
        .iterate());
}

#[test]
fn and_then_is_one_delegation_after_the_other() {
    #[generator]
    fn second(
        log: Log,
        first: i64,
    ) -> impl Coroutine<Yield = i64, Resume = i64, Return = i64, Error = i64> + Iterator<Item = i64>
    {
        log.write(format!("after {first}"));
        let sent = try_yield!(4).unwrap_or(-1);
        log.write(format!("fourth {sent}"));
        first + sent
    }

    #[generator]
    fn both(
        log: Log,
        on_close: OnClose,
        argument: Traced,
    ) -> impl Coroutine<Yield = i64, Resume = i64, Return = i64, Error = i64> + Iterator<Item = i64>
    {
        let first = yield_from!(crate::subject::subject(log.clone(), on_close, argument));
        yield_from!(second(log.clone(), first))
    }

    fn check<C>(form: &str, combined: impl Fn(&Log, OnClose) -> C)
    where
        C: Subject + Iterator<Item = i64>,
    {
        // A delegate that yields when it is closed ends the body that delegates to it, and leaves a
        // combinator suspended: `table` has that cell.
        compare(form, OnClose::Return, combined, |log, on_close| {
            both(log.clone(), on_close, Traced(log.clone(), "argument"))
        });
    }

    check("a generator", |log, on_close| {
        let then = log.clone();
        crate::subject::fresh(log, on_close).and_then(move |first| second(then, first))
    });
    check("a hand-written coroutine", |log, on_close| {
        let then = log.clone();
        crate::subject::HandWritten(crate::subject::fresh(log, on_close))
            .and_then(move |first| crate::subject::HandWritten(second(then, first)))
    });
}

#[test]
fn delegating_to_a_combinator_is_delegating_to_the_body_written_out() {
    #[generator]
    fn outer<C: Subject>(
        inner: C,
    ) -> impl Coroutine<Yield = i64, Resume = i64, Return = i64, Error = i64> + Iterator<Item = i64>
    {
        match try_yield_from!(inner) {
            Ok(returned) => returned,
            Err(Interrupt::Thrown(error)) => yield_!(error),
            Err(Interrupt::Closed) => -5,
        }
    }

    fn check<C: Subject>(form: &str, combined: impl Fn(&Log, OnClose) -> C) {
        for on_close in [OnClose::Return, OnClose::Yield] {
            compare(
                form,
                on_close,
                |log, on_close| outer(combined(log, on_close)),
                |log, on_close| {
                    let values = Values {
                        item: |item| 10 * item,
                        resume: |value| value + 100,
                        returned: |value| -value,
                        error: |error| error + 100,
                    };
                    let argument = Traced(log.clone(), "argument");
                    outer(written_out(log.clone(), on_close, argument, values))
                },
            );
        }
    }

    in_each_form!(check, |coroutine| coroutine
        .map_error(|error: i64| error + 100, |error| error - 100)
        .map_return(|value| -value)
        .map_resume(|value: i64| value + 100)
        .map_yield(|item| 10 * item));
    in_each_form!(check, |coroutine| genfn::BoxGenerator::new(
        coroutine
            .map_error(|error: i64| error + 100, |error| error - 100)
            .map_return(|value| -value)
            .map_resume(|value: i64| value + 100)
            .map_yield(|item| 10 * item)
    ));
}
