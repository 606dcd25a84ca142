//! Plays a script with a coroutine, and writes down what it answers as Python would.

use genfn::{Coroutine, CoroutineState, SendError, Status};

use super::bodies::{E, Raised, Value};

/// What a script sends.
const SENT: i64 = 7;

/// A coroutine of a body's types, in whatever form.
pub(crate) trait Python:
    Coroutine<Yield = Value, Resume = Option<i64>, Return = Result<Value, Raised>, Error = E>
{
}

impl<C> Python for C where
    C: Coroutine<Yield = Value, Resume = Option<i64>, Return = Result<Value, Raised>, Error = E>
        + ?Sized
{
}

/// Takes the step of one letter of a script.
pub(crate) type Step<C> = fn(&mut C, char) -> String;

/// Plays `script` with `coroutine`: the outcomes.
pub(crate) fn play<C: Python>(coroutine: &mut C, script: &str, step: Step<C>) -> String {
    let outcomes: Vec<String> =
        script.chars().map(|operation| step(coroutine, operation)).collect();
    outcomes.join(" ; ")
}

/// One step; `next(g)` is `Iterator::next`, and what the body returned is fetched behind it.
pub(crate) fn step_as_iterator<C: Python + Iterator<Item = Value>>(
    coroutine: &mut C,
    operation: char,
) -> String {
    if operation != 'n' {
        return step_as_coroutine(coroutine, operation);
    }
    match coroutine.next() {
        Some(value) => format!("Y {value}"),
        None => returned(coroutine.take_return().unwrap_or(Ok(Value::None))),
    }
}

/// One step; `next(g)` is `start`, and `send(None)` from then on.
pub(crate) fn step_as_coroutine<C: Python>(coroutine: &mut C, operation: char) -> String {
    match operation {
        'n' => match coroutine.status() {
            Status::Created => progress(coroutine.start().expect("a first step")),
            Status::Suspended => send(coroutine, None),
            Status::Finished => {
                coroutine.start().expect_err("a finished coroutine does not start again");
                "R None".to_owned()
            }
        },
        's' => send(coroutine, Some(SENT)),
        't' => match coroutine.throw(E) {
            Ok(state) => progress(state),
            Err(E) => "X E".to_owned(),
        },
        'c' => match coroutine.close() {
            // Python's `close` swallows the `GeneratorExit` that it raised in the body.
            Ok(None | Some(Err(Raised::GeneratorExit))) => "C None".to_owned(),
            Ok(Some(Ok(value))) => format!("C {value}"),
            Ok(Some(Err(raised))) => format!("X {raised:?}"),
            Err(_ignored) => "X RuntimeError".to_owned(),
        },
        other => panic!("`{other}` is no step"),
    }
}

fn send<C: Python>(coroutine: &mut C, value: Option<i64>) -> String {
    match coroutine.send(value) {
        Ok(state) => progress(state),
        Err(SendError::NotStarted(kept)) => {
            assert_eq!(kept, value, "the value that was not delivered");
            "X TypeError".to_owned()
        }
        Err(SendError::Finished(kept)) => {
            assert_eq!(kept, value, "the value that was not delivered");
            "R None".to_owned()
        }
    }
}

fn progress(state: CoroutineState<Value, Result<Value, Raised>>) -> String {
    match state {
        CoroutineState::Yielded(value) => format!("Y {value}"),
        CoroutineState::Complete(result) => returned(result),
    }
}

fn returned(result: Result<Value, Raised>) -> String {
    match result {
        Ok(value) => format!("R {value}"),
        Err(raised) => format!("X {raised:?}"),
    }
}
