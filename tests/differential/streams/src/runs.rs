//! Runs the forms of a body by the same script, and compares what they do.

use std::fmt::{self, Display, Formatter};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use genfn::CloseStream;

use crate::bodies::BODIES;
use crate::log::{Item, Log};
use crate::twin::{End, Twin};

/// What a run does: polls for items, then closes or drops.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// How many polls there are before the stream is closed or dropped.
    polls: u32,
    then: Then,
    /// At which step of the body's own it panics.
    panic_at: Option<u32>,
    argument: u64,
}

#[derive(Clone, Copy, Debug)]
enum Then {
    Drops,
    Closes,
    /// Polls once to close, and then for items.
    GivesUp,
    /// The same, and closes again after some polls.
    ClosesAgain,
}

/// One body in each form: it gives its trace, how many polls there were, and how many steps.
pub struct Pair {
    pub stream: fn(Script) -> Trace,
    /// In a box that hides that it can be closed.
    pub boxed: fn(Script) -> Trace,
    pub twin: fn(Script) -> Trace,
}

pub struct Trace {
    lines: Vec<String>,
    polls: u32,
    steps: u32,
}

/// An item in a trace.
pub trait Show {
    fn show(&self) -> String;
}

impl Show for Item {
    fn show(&self) -> String {
        format!("{}", self.number)
    }
}

impl Show for Result<Item, u64> {
    fn show(&self) -> String {
        match self {
            Ok(item) => item.show(),
            Err(error) => format!("error {error}"),
        }
    }
}

/// Something that is polled for items and to be closed.
pub trait Subject {
    type Item: Show;
    fn next(&mut self) -> Poll<Option<Self::Item>>;
    fn close(&mut self) -> Poll<Result<(), Self::Item>>;
    fn panicked(&mut self);
}

struct Stream<S>(Pin<Box<S>>);

impl<S: CloseStream> Subject for Stream<S>
where
    S::Item: Show,
{
    type Item = S::Item;

    fn next(&mut self) -> Poll<Option<S::Item>> {
        self.0.as_mut().poll_next(&mut Context::from_waker(Waker::noop()))
    }

    fn close(&mut self) -> Poll<Result<(), S::Item>> {
        let closed = self.0.as_mut().poll_close(&mut Context::from_waker(Waker::noop()));
        closed.map(|result| result.map_err(genfn::CloseError::into_inner))
    }

    fn panicked(&mut self) {}
}

struct Boxed<Y>(Pin<Box<dyn futures_core::Stream<Item = Y>>>);

impl<Y: Show> Subject for Boxed<Y> {
    type Item = Y;

    fn next(&mut self) -> Poll<Option<Y>> {
        self.0.as_mut().poll_next(&mut Context::from_waker(Waker::noop()))
    }

    fn close(&mut self) -> Poll<Result<(), Y>> {
        unreachable!("such a run does not close")
    }

    fn panicked(&mut self) {}
}

impl<Y: Show, F: Future> Subject for Twin<Y, F>
where
    F::Output: End<Y>,
{
    type Item = Y;

    fn next(&mut self) -> Poll<Option<Y>> {
        self.next()
    }

    fn close(&mut self) -> Poll<Result<(), Y>> {
        self.close()
    }

    fn panicked(&mut self) {
        self.abandon();
    }
}

pub fn run_stream<S: CloseStream>(script: Script, make: impl FnOnce(Log) -> S) -> Trace
where
    S::Item: Show,
{
    run(script, |log| Stream(Box::pin(make(log))))
}

pub fn run_boxed<Y: Show>(
    script: Script,
    make: impl FnOnce(Log) -> Pin<Box<dyn futures_core::Stream<Item = Y>>>,
) -> Trace {
    run(script, |log| Boxed(make(log)))
}

pub fn run_twin<Y: Show, F: Future>(
    script: Script,
    make: impl FnOnce(crate::twin::Channel<Y>, Log) -> F,
) -> Trace
where
    F::Output: End<Y>,
{
    run(script, |log| Twin::new(|channel| make(channel, log)))
}

impl Script {
    pub fn argument(self) -> u64 {
        self.argument
    }
}

fn run<S: Subject>(script: Script, make: impl FnOnce(Log) -> S) -> Trace {
    const MOST: u32 = 400;
    let log = Log::panicking_at(script.panic_at);
    let mut polls = 0;
    let subject = catch_unwind(AssertUnwindSafe(|| make(log.clone())));
    if let Ok(mut subject) = subject {
        let mut closes = 0;
        let mut ends = 0;
        while polls < MOST && ends < 2 {
            let closing = polls >= script.polls
                && match script.then {
                    Then::Drops => break,
                    Then::Closes => true,
                    Then::GivesUp => closes == 0,
                    Then::ClosesAgain => polls != script.polls + 1,
                };
            polls += 1;
            let polled = catch_unwind(AssertUnwindSafe(|| {
                if closing {
                    closes += 1;
                    match subject.close() {
                        Poll::Pending => "closing".to_owned(),
                        Poll::Ready(Ok(())) => "closed".to_owned(),
                        Poll::Ready(Err(item)) => format!("instead {}", item.show()),
                    }
                } else {
                    match subject.next() {
                        Poll::Pending => "pending".to_owned(),
                        Poll::Ready(None) => "end".to_owned(),
                        Poll::Ready(Some(item)) => item.show(),
                    }
                }
            }));
            if polled.is_err() {
                subject.panicked();
            }
            let line = polled.unwrap_or_else(|_| "panicked".to_owned());
            ends += u32::from(line == "end" || line == "closed");
            log.write(format!("= {line}"));
        }
        log.write("= drop".to_owned());
        drop(subject);
    }
    Trace { steps: log.steps(), lines: log.take(), polls }
}

/// Each form of a body whose items are no `Result`s.
macro_rules! plain {
    ($stream:ident, $boxed:ident, $twin:ident) => {
        Pair {
            stream: |script| {
                crate::runs::run_stream(script, |log| {
                    let (first, second) = (log.guard(1000), log.guard(2000));
                    $stream(log.clone(), first, script.argument(), second)
                })
            },
            boxed: |script| {
                crate::runs::run_boxed(script, |log| {
                    let (first, second) = (log.guard(1000), log.guard(2000));
                    $boxed(log.clone(), first, script.argument(), second)
                })
            },
            twin: |script| {
                crate::runs::run_twin(script, |channel, log| {
                    let (first, second) = (log.guard(1000), log.guard(2000));
                    $twin(channel, log.clone(), first, script.argument(), second)
                })
            },
        }
    };
}

macro_rules! fallible {
    ($stream:ident, $boxed:ident, $twin:ident) => {
        plain!($stream, $boxed, $twin)
    };
}

pub(crate) use {fallible, plain};

/// How much was compared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    pub bodies: usize,
    pub runs: usize,
    pub polls: u64,
}

impl Display for Figures {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bodies, {} runs, {} polls", self.bodies, self.runs, self.polls)
    }
}

/// Compares all bodies under all scripts: every poll a place to drop, close and panic.
pub fn compare_all() -> Figures {
    let mut figures = Figures::default();
    for (index, pair) in BODIES.iter().enumerate() {
        figures.bodies += 1;
        for argument in 0..4 {
            let whole = Script { polls: u32::MAX, then: Then::Drops, panic_at: None, argument };
            let Trace { polls, steps, .. } = compare(index, pair, whole, &mut figures);
            // Long ones repeat themselves.
            for polls in 0..=polls.min(40) {
                for then in [Then::Drops, Then::Closes, Then::GivesUp, Then::ClosesAgain] {
                    let script = Script { polls, then, panic_at: None, argument };
                    let closed = compare(index, pair, script, &mut figures);
                    // In the goodbye.
                    if matches!(then, Then::Closes) && argument == 1 {
                        for step in 0..closed.steps.min(30) {
                            let script = Script { panic_at: Some(step), ..script };
                            compare(index, pair, script, &mut figures);
                        }
                    }
                }
            }
            for step in 0..steps.min(60) {
                compare(index, pair, Script { panic_at: Some(step), ..whole }, &mut figures);
            }
        }
    }
    figures
}

fn compare(index: usize, pair: &Pair, script: Script, figures: &mut Figures) -> Trace {
    let twin = (pair.twin)(script);
    let same = |form: &str, stream: &Trace| {
        assert!(
            stream.lines == twin.lines,
            "body {index}, {script:?}\n{form}: {:#?}\nasync fn: {:#?}",
            stream.lines,
            twin.lines,
        );
    };
    if matches!(script.then, Then::Drops) {
        same("boxed stream", &(pair.boxed)(script));
        figures.runs += 1;
    }
    let stream = (pair.stream)(script);
    same("stream", &stream);
    figures.runs += 1;
    figures.polls += u64::from(stream.polls);
    stream
}
