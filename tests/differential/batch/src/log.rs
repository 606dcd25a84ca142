//! The log that both forms of a body write, and what a run makes them do.

use std::cell::RefCell;
use std::panic::resume_unwind;

/// What a run does, step by step: the first step starts the body, each later one resumes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Action {
    Send,
    Throw,
    Close,
    Drop,
}

/// The actions of a whole run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Script {
    /// To the end, without interruption.
    #[default]
    Whole,
    /// One action at this step, otherwise to the end.
    Once(usize, Action),
    /// Now a throw, now a close, as the number has it.
    Mixed(u64),
}

impl Script {
    pub(crate) fn action(self, step: usize) -> Action {
        match self {
            Self::Once(at, action) if at == step => action,
            Self::Whole | Self::Once(..) => Action::Send,
            Self::Mixed(number) => {
                let step = step as u64 + 1;
                match (number.wrapping_mul(step) ^ (number >> 3)).wrapping_mul(0x9e37_79b9) >> 16
                    & 7
                {
                    0 => Action::Throw,
                    1 => Action::Close,
                    _ => Action::Send,
                }
            }
        }
    }
}

/// A value that goes in or out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    Unit,
    Number(i64),
    Guard(i64),
    Failure(i64),
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Event {
    Made(i64),
    Dropped(i64),
    Noted(i64),
    Yielded(Value),
    /// Yielded in answer to a close.
    CloseError(Value),
    Complete(Value),
    /// What was thrown came back.
    Thrown(i64),
    Closed(Option<Value>),
    Abandoned,
    Panicked,
    /// Never in a log that is as it should be.
    DroppedTwice,
    Leaked,
    Wrong(&'static str),
}

/// The number that is sent or thrown at a step.
pub(crate) fn number_of_step(step: usize) -> i64 {
    i64::try_from(step * 7 % 11).unwrap_or(0)
}

const TICKS: usize = 40;
const POINTS: usize = 120;

/// Whether the point in a destructor can panic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Destructors {
    /// They are like any function.
    #[default]
    Panic,
    /// They never do. Nothing leaks then: where they do, the compiler itself leaks in places.
    NeverPanic,
}

#[derive(Default)]
struct Run {
    events: Vec<Event>,
    alive: Vec<bool>,
    points: usize,
    panics_at: Option<usize>,
    destructors: Destructors,
    ticks: usize,
    quiet: bool,
    panicked_in_drop: bool,
    /// The place of the event after which an item was dropped because of a panic.
    undelivered: Option<usize>,
}

thread_local! {
    static RUN: RefCell<Run> = RefCell::default();
}

/// Begins a run, which panics at this point.
pub(crate) fn begin(panics_at: Option<usize>, destructors: Destructors) {
    RUN.with_borrow_mut(|run| *run = Run { panics_at, destructors, ..Run::default() });
}

/// What the run logged, and how many points it came to.
pub(crate) fn end() -> (Vec<Event>, usize) {
    RUN.with_borrow_mut(|run| {
        if run.alive.contains(&true) {
            run.events.push(Event::Leaked);
        }
        (std::mem::take(&mut run.events), run.points)
    })
}

pub(crate) fn event(event: Event) {
    RUN.with_borrow_mut(|run| {
        run.events.push(event);
        assert!(run.events.len() < 100_000, "the run of a body is bounded by its ticks");
    });
}

/// Whether the last item was an error.
pub(crate) fn gave_failure() -> bool {
    RUN.with_borrow(|run| {
        let last = run.events.iter().rev().find_map(|event| match event {
            Event::Yielded(value) | Event::CloseError(value) => Some(*value),
            _ => None,
        });
        matches!(last, Some(Value::Failure(_)))
    })
}

/// A place where the body can be made to panic.
pub(crate) fn point() {
    let panics = RUN.with_borrow_mut(|run| {
        let panics = run.panics_at == Some(run.points);
        run.points += 1;
        panics
    });
    if panics {
        // Without a word on standard error.
        resume_unwind(Box::new("a point"));
    }
}

/// Such a place in a destructor.
pub(crate) fn point_in_destructor() {
    let panics = RUN.with_borrow_mut(|run| {
        let panics = run.destructors == Destructors::Panic;
        run.points += usize::from(!panics);
        panics
    });
    if panics {
        RUN.with_borrow_mut(|run| run.panicked_in_drop |= run.panics_at == Some(run.points));
        point();
    }
}

/// An item is dropped because something panicked before it came out.
pub(crate) fn undelivered() {
    RUN.with_borrow_mut(|run| run.undelivered = Some(run.events.len()));
}

/// The place at which such an item was dropped in the run that is over.
pub(crate) fn place_of_undelivered() -> Option<usize> {
    RUN.with_borrow(|run| run.undelivered)
}

/// Whether the run that is over panicked in a destructor.
pub(crate) fn panicked_in_drop() -> bool {
    RUN.with_borrow(|run| run.panicked_in_drop)
}

pub(crate) fn tick() -> bool {
    RUN.with_borrow_mut(|run| {
        run.ticks += 1;
        run.ticks <= TICKS && run.points <= POINTS
    })
}

/// The serial number of a new value.
pub(crate) fn born() -> usize {
    RUN.with_borrow_mut(|run| {
        run.alive.push(true);
        run.alive.len() - 1
    })
}

/// A value is looked at, which has to be one that was not dropped.
pub(crate) fn used(serial: usize) {
    RUN.with_borrow_mut(|run| {
        if !run.alive[serial] {
            run.events.push(Event::Wrong("a value was used after its drop"));
        }
    });
}

pub(crate) fn died(serial: usize) {
    RUN.with_borrow_mut(|run| {
        if !std::mem::replace(&mut run.alive[serial], false) {
            run.events.push(Event::DroppedTwice);
        }
    });
}

pub(crate) fn is_quiet() -> bool {
    RUN.with_borrow(|run| run.quiet)
}

/// Drops what is the driver's own: no event and no point of the body.
pub(crate) fn drop_quietly<T>(value: T) {
    be_quiet(true);
    drop(value);
    be_quiet(false);
}

fn be_quiet(quiet: bool) {
    RUN.with_borrow_mut(|run| run.quiet = quiet);
}

/// What can be told to the log.
pub(crate) trait Logged {
    fn value(&self) -> Value;
}

impl Logged for () {
    fn value(&self) -> Value {
        Value::Unit
    }
}

impl Logged for i64 {
    fn value(&self) -> Value {
        Value::Number(*self)
    }
}

impl Logged for crate::vocabulary::Guard {
    fn value(&self) -> Value {
        Value::Guard(self.id())
    }
}

impl<T: Logged> Logged for Result<T, crate::vocabulary::Failure> {
    fn value(&self) -> Value {
        match self {
            Ok(value) => value.value(),
            Err(failure) => Value::Failure(failure.0),
        }
    }
}

impl<T: Logged> Logged for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Nothing, Logged::value)
    }
}
