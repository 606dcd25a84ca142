//! The yields of the plain functions: an item goes straight to the log, and the script of the run
//! answers.
//!
//! Where a generator is dropped, closed or thrown into at a yield and nothing catches that, the
//! plain function returns from there: its locals are then dropped as at a `return`, the innermost
//! function's first.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::log::{self, Action, Event, Logged, Script, Value};
use crate::runs::Abilities;
use crate::vocabulary::Failure;

/// What comes in at a yield. Sends and throws have the number of their step.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    Sent(usize),
    Interrupted(Interruption),
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Interruption {
    Thrown(usize),
    Closed,
    Dropped,
}

#[derive(Default)]
struct State {
    script: Script,
    abilities: Abilities,
    step: usize,
    /// What makes one function after the other return.
    leaving: Option<Interruption>,
    /// How many functions delegate to the one that runs, with itself.
    depth: usize,
    /// The depth of the one that was told last to close, if nothing was yielded since.
    closing: Option<usize>,
    closes: usize,
    /// What was yielded instead of closing, where that ends them all: it comes out after that.
    ignored: Option<(Value, Box<dyn Any>)>,
    /// How many `Box<dyn Iterator>`s are delegated to, one in the other. They can only be dropped.
    boxed: usize,
    /// What is to happen when the outermost of these is dropped.
    behind_boxed: Option<Interruption>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// An item goes out.
pub(crate) fn step(item: impl Logged + 'static) -> Answer {
    let value = item.value();
    if ends_all() {
        ignore(value, Box::new(item));
        return Answer::Interrupted(Interruption::Dropped);
    }
    log::drop_quietly(item);
    answer(value)
}

/// Whether a yield is one instead of a close, in a delegate.
fn ends_all() -> bool {
    STATE.with_borrow(|state| state.closing.is_some_and(|depth| depth > 1))
}

fn ignore(value: Value, item: Box<dyn Any>) {
    STATE.with_borrow_mut(|state| {
        state.closing = None;
        state.ignored = Some((value, item));
    });
}

/// Logs what goes out and gives what comes in.
fn answer(value: Value) -> Answer {
    STATE.with_borrow_mut(|state| {
        log::event(match state.closing.take() {
            Some(_) => Event::CloseError(value),
            None => Event::Yielded(value),
        });
        state.step += 1;
        let interruption = match state.abilities.action(state.script, state.step) {
            Action::Send => return Answer::Sent(state.step),
            Action::Throw => Interruption::Thrown(state.step),
            Action::Close => {
                state.closing = Some(state.depth);
                state.closes += 1;
                Interruption::Closed
            }
            Action::Drop => {
                log::event(Event::Abandoned);
                Interruption::Dropped
            }
        };
        if state.boxed > 0 {
            state.behind_boxed = Some(interruption);
            return Answer::Interrupted(Interruption::Dropped);
        }
        Answer::Interrupted(interruption)
    })
}

/// Makes the function and its callers return.
pub(crate) fn leave(interruption: Interruption) {
    STATE.with_borrow_mut(|state| state.leaving = Some(interruption));
}

pub(crate) fn closes() -> usize {
    STATE.with_borrow(|state| state.closes)
}

/// What left a delegate without being caught, given how many closes there were before it. A close
/// reaches those that delegate even if the delegate has caught it. One that yields then ends them
/// all, unless it is the outermost one.
pub(crate) fn left(closes: usize) -> Option<Interruption> {
    STATE.with_borrow_mut(|state| {
        let was_told = state.closing.is_some() && state.closes != closes;
        let left = state.leaving.take().or(was_told.then_some(Interruption::Closed));
        if left == Some(Interruption::Closed) {
            state.closing = Some(state.depth);
        }
        left
    })
}

/// What a function returns that is made to.
pub(crate) trait Stopped {
    fn stopped() -> Self;
}

impl Stopped for () {
    fn stopped() {}
}

impl Stopped for i64 {
    fn stopped() -> Self {
        0
    }
}

impl<T> Stopped for Option<T> {
    fn stopped() -> Self {
        None
    }
}

impl<T: Stopped, E> Stopped for Result<T, E> {
    fn stopped() -> Self {
        Ok(T::stopped())
    }
}

/// What can be sent or thrown at a step.
pub(crate) trait OfStep {
    fn of_step(step: usize) -> Self;
}

impl OfStep for () {
    fn of_step(_: usize) {}
}

impl OfStep for i64 {
    fn of_step(step: usize) -> Self {
        log::number_of_step(step)
    }
}

impl OfStep for Failure {
    fn of_step(step: usize) -> Self {
        Failure(log::number_of_step(step))
    }
}

impl OfStep for std::convert::Infallible {
    fn of_step(_: usize) -> Self {
        unreachable!("the script of an iterator has no throws")
    }
}

fn one_deeper<R>(run: impl FnOnce() -> R) -> R {
    enter();
    let returned = run();
    exit();
    returned
}

// Not generic, as are all functions here that can do without: there are thousands of bodies to
// compile.

fn enter() {
    STATE.with_borrow_mut(|state| state.depth += 1);
}

fn exit() {
    STATE.with_borrow_mut(|state| state.depth -= 1);
}

fn enter_boxed() {
    STATE.with_borrow_mut(|state| state.boxed += 1);
}

fn exit_boxed() {
    STATE.with_borrow_mut(|state| {
        state.boxed -= 1;
        if state.boxed == 0 && state.behind_boxed.is_some() {
            state.leaving = state.behind_boxed.take();
        }
    });
}

/// What a plain function can delegate to.
pub(crate) trait Delegate<Item> {
    type Return;

    fn run(self) -> Self::Return;
}

/// A body with its arguments, not begun.
pub(crate) struct Plain<F>(pub(crate) F);

/// The same of a body whose error is its last item.
pub(crate) struct PlainFallible<F>(pub(crate) F);

/// The same of a generator which is only known as an iterator.
pub(crate) struct PlainBoxed<F>(pub(crate) F);

impl<Item, R, F: FnOnce() -> R> Delegate<Item> for Plain<F> {
    type Return = R;

    fn run(self) -> R {
        one_deeper(self.0)
    }
}

impl<T, F> Delegate<Result<T, Failure>> for PlainFallible<F>
where
    Result<T, Failure>: Logged + 'static,
    F: FnOnce() -> Result<(), Failure>,
{
    type Return = ();

    fn run(self) {
        one_deeper(|| {
            let Err(failure) = (self.0)() else { return };
            if let Answer::Interrupted(interruption) = step(Err::<T, _>(failure)) {
                leave(interruption);
            }
        });
    }
}

impl<Item, F: FnOnce()> Delegate<Item> for PlainBoxed<F> {
    type Return = ();

    fn run(self) {
        enter_boxed();
        one_deeper(self.0);
        exit_boxed();
    }
}

impl<I: IntoIterator<Item: Logged + 'static>> Delegate<I::Item> for I {
    type Return = ();

    fn run(self) {
        for item in self {
            if let Answer::Interrupted(interruption) = step(item) {
                return leave(interruption);
            }
        }
    }
}

/// Runs a body under a script.
pub(crate) fn run<Item>(
    body: impl Delegate<Item, Return: Logged>,
    script: Script,
    abilities: Abilities,
) {
    begin(script, abilities);
    let first = abilities.action(script, 0);
    // Caught here, before the caller drops what it has lent.
    end(catch_unwind(AssertUnwindSafe(|| {
        if first == Action::Send {
            returned(body.run().value());
        } else {
            if first == Action::Drop {
                log::event(Event::Abandoned);
            }
            drop(body);
            match first {
                Action::Throw => log::event(Event::Thrown(log::number_of_step(0))),
                Action::Close => log::event(Event::Closed(None)),
                Action::Send | Action::Drop => {}
            }
        }
    })));
}

fn begin(script: Script, abilities: Abilities) {
    STATE.set(State { script, abilities, ..State::default() });
}

fn returned(value: Value) {
    let (leaving, closing) = STATE.with_borrow(|state| (state.leaving, state.closing.is_some()));
    log::event(match leaving {
        Some(Interruption::Dropped) => return,
        Some(Interruption::Thrown(step)) => Event::Thrown(log::number_of_step(step)),
        Some(Interruption::Closed) => Event::Closed(None),
        None if closing => Event::Closed(Some(value)),
        None => Event::Complete(value),
    });
}

fn end(end: Result<(), Box<dyn Any + Send>>) {
    let ignored = STATE.with_borrow_mut(|state| state.ignored.take());
    match (end, ignored) {
        (Ok(()), None) => {}
        (Ok(()), Some((value, item))) => {
            log::drop_quietly(item);
            log::event(Event::CloseError(value));
        }
        (Err(_), ignored) => {
            if ignored.is_some() {
                log::undelivered();
            }
            drop(ignored);
            log::event(Event::Panicked);
        }
    }
}

/// The value is made, and its temporaries dropped, before it goes out.
macro_rules! yield_ {
    ($value:expr) => {{
        let value: Item = $value;
        match $crate::plain::step(value) {
            $crate::plain::Answer::Sent(step) => <Resume as $crate::plain::OfStep>::of_step(step),
            $crate::plain::Answer::Interrupted(interruption) => {
                $crate::plain::leave(interruption);
                return $crate::plain::Stopped::stopped();
            }
        }
    }};
}

macro_rules! try_yield {
    ($value:expr) => {{
        let value: Item = $value;
        let answer: Result<Resume, ::genfn::Interrupt<Error>> = match $crate::plain::step(value) {
            $crate::plain::Answer::Sent(step) => Ok($crate::plain::OfStep::of_step(step)),
            $crate::plain::Answer::Interrupted(interruption) => caught_interruption!(interruption),
        };
        answer
    }};
}

/// The temporaries of a delegate live until it has returned, and no longer.
macro_rules! yield_from {
    ($delegate:expr) => {{
        let result = match $delegate {
            delegate => {
                let closes = $crate::plain::closes();
                let result = $crate::plain::Delegate::<Item>::run(delegate);
                if let Some(interruption) = $crate::plain::left(closes) {
                    $crate::plain::leave(interruption);
                    return $crate::plain::Stopped::stopped();
                }
                result
            }
        };
        result
    }};
}

macro_rules! try_yield_from {
    ($delegate:expr) => {{
        let result: Result<_, ::genfn::Interrupt<Error>> = match $delegate {
            delegate => {
                let closes = $crate::plain::closes();
                let result = $crate::plain::Delegate::<Item>::run(delegate);
                match $crate::plain::left(closes) {
                    None => Ok(result),
                    Some(interruption) => caught_interruption!(interruption),
                }
            }
        };
        result
    }};
}

/// All but a drop can be caught.
macro_rules! caught_interruption {
    ($interruption:expr) => {
        match $interruption {
            $crate::plain::Interruption::Thrown(step) => {
                Err(::genfn::Interrupt::Thrown($crate::plain::OfStep::of_step(step)))
            }
            $crate::plain::Interruption::Closed => Err(::genfn::Interrupt::Closed),
            interruption @ $crate::plain::Interruption::Dropped => {
                $crate::plain::leave(interruption);
                return $crate::plain::Stopped::stopped();
            }
        }
    };
}
