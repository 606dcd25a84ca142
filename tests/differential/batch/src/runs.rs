//! Runs the two forms of a body and compares their logs.

use std::any::Any;
use std::fmt::{self, Display, Formatter};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use genfn::{Coroutine, CoroutineState, LocalBoxGenerator, SendError, StartError, Status};

use crate::figures::Figures;
use crate::log::{self, Action, Destructors, Event, Logged, Script};
use crate::plain::OfStep;

/// What a caller can do to a generator, beside taking its items and dropping it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Abilities {
    pub(crate) throws: bool,
    pub(crate) closes: bool,
}

impl Abilities {
    /// The script's action for a step, or the nearest one that there is.
    pub(crate) fn action(self, script: Script, step: usize) -> Action {
        let action = script.action(step);
        let action = if action == Action::Throw && !self.throws { Action::Close } else { action };
        if action == Action::Close && !self.closes { Action::Send } else { action }
    }
}

/// What there is of a body.
pub(crate) struct Body {
    pub(crate) name: &'static str,
    pub(crate) source: &'static str,
    pub(crate) abilities: Abilities,
    pub(crate) is_iterator: bool,
    /// Makes the generator and lends it with its arguments.
    pub(crate) generator: fn(&mut dyn for<'a> FnMut(Box<dyn Steps + 'a>)),
    pub(crate) plain: fn(Script, Abilities),
}

/// A generator that is run. What a step gives is logged.
pub(crate) trait Steps {
    /// Whether it can go on.
    fn perform(&mut self, action: Action, step: usize) -> bool;
    /// Somewhere else in memory.
    fn moved<'s>(self: Box<Self>) -> Box<dyn Steps + 's>
    where
        Self: 's;
    /// As a trait object of its own.
    fn erased<'s>(self: Box<Self>) -> Box<dyn Steps + 's>
    where
        Self: 's;
    /// All of it, where it is an iterator.
    fn fold(self: Box<Self>);
    /// It has ended.
    fn expect_end(&mut self);
}

/// One that is only an iterator.
struct OfIterator<I>(I);

/// One that is both: its items are taken by `next`.
struct OfGenerator<C>(C);

/// One whose items are taken by `start` and `send`.
struct OfCoroutine<C>(C);

pub(crate) fn iterator<'a, I>(iterator: I) -> Box<dyn Steps + 'a>
where
    I: Iterator<Item: Logged + 'a> + 'a,
{
    Box::new(OfIterator(iterator))
}

pub(crate) fn generator<'a, C>(generator: C) -> Box<dyn Steps + 'a>
where
    C: Iterator<Item = <C as Coroutine>::Yield>
        + Coroutine<Yield: Logged, Resume = (), Return = (), Error: OfStep + Numbered>
        + 'a,
    <C as Coroutine>::Yield: 'a,
    <C as Coroutine>::Error: 'a,
{
    Box::new(OfGenerator(generator))
}

pub(crate) fn coroutine<'a, C>(coroutine: C) -> Box<dyn Steps + 'a>
where
    C: Coroutine<Yield: Logged, Resume: OfStep, Return: Logged, Error: OfStep + Numbered> + 'a,
    C::Yield: 'a,
    C::Resume: 'a,
    C::Return: 'a,
    C::Error: 'a,
{
    Box::new(OfCoroutine(coroutine))
}

/// An error that is thrown, and comes back.
pub(crate) trait Numbered {
    fn number(self) -> i64;
}

impl Numbered for crate::vocabulary::Failure {
    fn number(self) -> i64 {
        self.0
    }
}

impl Numbered for std::convert::Infallible {
    fn number(self) -> i64 {
        match self {}
    }
}

fn log_item(item: impl Logged, event: fn(log::Value) -> Event) {
    log::event(event(item.value()));
    log::drop_quietly(item);
}

fn log_next(item: Option<impl Logged>) -> bool {
    let Some(item) = item else {
        log::event(Event::Complete(log::Value::Unit));
        return false;
    };
    log_item(item, Event::Yielded);
    true
}

fn log_state(state: CoroutineState<impl Logged, impl Logged>) -> bool {
    match state {
        CoroutineState::Yielded(item) => {
            log_item(item, Event::Yielded);
            true
        }
        CoroutineState::Complete(value) => {
            log_item(value, Event::Complete);
            false
        }
    }
}

fn wrong(what: &'static str) -> bool {
    log::event(Event::Wrong(what));
    false
}

fn close<C: Coroutine<Yield: Logged, Return: Logged>>(coroutine: &mut C) -> bool {
    match coroutine.close() {
        Ok(returned) => {
            log::event(Event::Closed(returned.map(|value| value.value())));
            false
        }
        Err(error) => {
            log_item(error.into_inner(), Event::CloseError);
            // A delegate that did not close has ended those that delegate to it.
            coroutine.status() != Status::Finished
        }
    }
}

fn throw<C>(coroutine: &mut C, step: usize) -> bool
where
    C: Coroutine<Yield: Logged, Return: Logged, Error: OfStep + Numbered>,
{
    match coroutine.throw(C::Error::of_step(step)) {
        Ok(state) => log_state(state),
        Err(error) => {
            log::event(Event::Thrown(error.number()));
            false
        }
    }
}

fn expect_end<C: Coroutine<Resume: OfStep>>(coroutine: &mut C) {
    if coroutine.status() != Status::Finished {
        wrong("it has ended and is not finished");
    }
    if !matches!(coroutine.start(), Err(StartError::Finished)) {
        wrong("it could be started again");
    }
    if !matches!(coroutine.send(C::Resume::of_step(0)), Err(SendError::Finished(_))) {
        wrong("it took a value after its end");
    }
    if !matches!(coroutine.close(), Ok(None)) {
        wrong("it could be closed after its end");
    }
}

impl<I: Iterator<Item: Logged>> Steps for OfIterator<I> {
    fn perform(&mut self, _: Action, _: usize) -> bool {
        log_next(self.0.next())
    }

    fn moved<'s>(self: Box<Self>) -> Box<dyn Steps + 's>
    where
        Self: 's,
    {
        Box::new(*self)
    }

    fn erased<'s>(self: Box<Self>) -> Box<dyn Steps + 's>
    where
        Self: 's,
    {
        self
    }

    fn fold(self: Box<Self>) {
        self.0.fold((), |(), item| log_item(item, Event::Yielded));
        log::event(Event::Complete(log::Value::Unit));
    }

    fn expect_end(&mut self) {
        if self.0.next().is_some() {
            wrong("it gave an item after its end");
        }
    }
}

impl<C> Steps for OfGenerator<C>
where
    C: Iterator<Item = <C as Coroutine>::Yield>
        + Coroutine<Yield: Logged, Resume = (), Return = (), Error: OfStep + Numbered>,
{
    fn perform(&mut self, action: Action, step: usize) -> bool {
        match action {
            Action::Send => log_next(self.0.next()),
            Action::Throw => throw(&mut self.0, step),
            Action::Close => close(&mut self.0),
            Action::Drop => wrong("a drop is no step"),
        }
    }

    fn moved<'s>(self: Box<Self>) -> Box<dyn Steps + 's>
    where
        Self: 's,
    {
        Box::new(*self)
    }

    fn erased<'s>(self: Box<Self>) -> Box<dyn Steps + 's>
    where
        Self: 's,
    {
        let boxed: Box<dyn Iterator<Item = <C as Coroutine>::Yield> + 's> = Box::new(self.0);
        Box::new(OfIterator(boxed))
    }

    fn fold(self: Box<Self>) {
        self.0.fold((), |(), item| log_item(item, Event::Yielded));
        log::event(Event::Complete(log::Value::Unit));
    }

    fn expect_end(&mut self) {
        expect_end(&mut self.0);
        if self.0.next().is_some() {
            wrong("it gave an item after its end");
        }
    }
}

impl<C> Steps for OfCoroutine<C>
where
    C: Coroutine<Yield: Logged, Resume: OfStep, Return: Logged, Error: OfStep + Numbered>,
{
    fn perform(&mut self, action: Action, step: usize) -> bool {
        match action {
            Action::Send if step == 0 => {
                self.0.start().map_or_else(|_| wrong("it could not be started"), log_state)
            }
            Action::Send => self
                .0
                .send(C::Resume::of_step(step))
                .map_or_else(|_| wrong("it could not be sent to"), log_state),
            Action::Throw => throw(&mut self.0, step),
            Action::Close => close(&mut self.0),
            Action::Drop => wrong("a drop is no step"),
        }
    }

    fn moved<'s>(self: Box<Self>) -> Box<dyn Steps + 's>
    where
        Self: 's,
    {
        Box::new(*self)
    }

    fn erased<'s>(self: Box<Self>) -> Box<dyn Steps + 's>
    where
        Self: 's,
    {
        let boxed: LocalBoxGenerator<'s, C::Yield, C::Resume, C::Return, C::Error> =
            LocalBoxGenerator::new(self.0);
        Box::new(OfCoroutine(boxed))
    }

    fn fold(self: Box<Self>) {
        wrong("it is no iterator");
    }

    fn expect_end(&mut self) {
        expect_end(&mut self.0);
    }
}

/// How a generator is consumed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Way {
    InPlace,
    Moved,
    Erased,
    Fold,
}

fn caught<T>(run: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    catch_unwind(AssertUnwindSafe(run))
}

fn drive(mut steps: Box<dyn Steps + '_>, script: Script, abilities: Abilities, way: Way) {
    match way {
        Way::Fold => return steps.fold(),
        Way::Erased => steps = steps.erased(),
        Way::InPlace | Way::Moved => {}
    }
    for step in 0.. {
        let action = abilities.action(script, step);
        if action == Action::Drop {
            log::event(Event::Abandoned);
            return drop(steps);
        }
        match caught(|| steps.perform(action, step)) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                log::event(Event::Panicked);
                break;
            }
        }
        if way == Way::Moved {
            steps = steps.moved();
        }
    }
    steps.expect_end();
}

/// One run of a body in both forms.
#[derive(Clone, Copy)]
struct Run {
    script: Script,
    way: Way,
    panics_at: Option<usize>,
}

impl Run {
    /// Whether the generator does what the plain function does, but for a single item, which is dropped
    /// earlier: it was yielded instead of a close, and a destructor panicked.
    fn is_reordered(&self, generator: &[Event], plain: &[Event]) -> bool {
        // What cannot be thrown into is closed instead.
        let closes = matches!(
            self.script,
            Script::Once(_, Action::Close | Action::Throw) | Script::Mixed(_)
        );
        if self.panics_at.is_none() || !closes || generator.len() != plain.len() {
            return false;
        }
        let same = generator.iter().zip(plain).take_while(|(one, other)| one == other).count();
        let mut rest = generator[same..].to_vec();
        let is_drop = matches!(rest.first(), Some(Event::Dropped(_)));
        let Some(item) = is_drop.then(|| rest.remove(0)) else { return false };
        (0..=rest.len()).any(|place| {
            let mut moved = rest.clone();
            moved.insert(place, item);
            moved == plain[same..]
        })
    }
}

/// What is known of a run: of its log, and at which point it began to end.
struct Logs {
    events: Vec<Event>,
    points: usize,
}

fn run_generator(body: &Body, run: Run, abilities: Abilities, destructors: Destructors) -> Logs {
    log::begin(run.panics_at, destructors);
    let driven = caught(|| {
        (body.generator)(&mut |steps| {
            if caught(|| drive(steps, run.script, abilities, run.way)).is_err() {
                log::event(Event::Panicked);
            }
        });
    });
    if driven.is_err() {
        log::event(Event::Panicked);
    }
    let (events, points) = log::end();
    Logs { events, points }
}

fn run_plain(body: &Body, run: Run, abilities: Abilities, destructors: Destructors) -> Logs {
    log::begin(run.panics_at, destructors);
    if caught(|| (body.plain)(run.script, abilities)).is_err() {
        log::event(Event::Panicked);
    }
    let (events, points) = log::end();
    Logs { events, points }
}

/// A run whose logs differ.
pub struct Mismatch {
    body: &'static str,
    source: &'static str,
    run: Run,
    generator: Vec<Event>,
    plain: Vec<Event>,
}

impl Display for Mismatch {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Run { script, way, panics_at } = self.run;
        writeln!(f, "{}, {script:?}, {way:?}, panics at {panics_at:?}", self.body)?;
        writeln!(f, "{}", self.source)?;
        writeln!(f, "{:40} the plain function", "the generator")?;
        for place in 0..self.generator.len().max(self.plain.len()) {
            let [generator, plain] = [&self.generator, &self.plain]
                .map(|events| events.get(place).map(|event| format!("{event:?}")));
            let differs = if generator == plain { ' ' } else { '!' };
            let [generator, plain] = [generator, plain].map(Option::unwrap_or_default);
            writeln!(f, "{differs} {generator:38} {plain}")?;
        }
        Ok(())
    }
}

/// Compares all runs of some bodies.
struct Comparison {
    destructors: Destructors,
    figures: Figures,
}

impl Comparison {
    /// The log of a run, which is the same in both forms, or the mismatch.
    fn compare(&mut self, body: &Body, run: Run) -> Result<Logs, Box<Mismatch>> {
        let erased = run.way == Way::Erased && body.is_iterator;
        let abilities = if erased || run.way == Way::Fold {
            Abilities { throws: false, closes: false }
        } else {
            body.abilities
        };
        let generator = run_generator(body, run, abilities, self.destructors);
        let plain = run_plain(body, run, abilities, self.destructors);
        self.figures.runs += 1;
        self.figures.panics += u64::from(plain.events.contains(&Event::Panicked));
        self.figures.events += plain.events.len() as u64;
        self.figures.steps += steps(&plain.events) as u64;
        self.figures.leaks += u64::from(plain.events.contains(&Event::Leaked));
        let sound = !generator
            .events
            .iter()
            .any(|event| matches!(event, Event::DroppedTwice | Event::Wrong(_)));
        if sound && generator.events == plain.events {
            return Ok(plain);
        }
        if sound && crate::bodies::EXPLICIT && run.is_reordered(&generator.events, &plain.events) {
            self.figures.reordered += 1;
            return Ok(plain);
        }
        Err(Box::new(Mismatch {
            body: body.name,
            source: body.source,
            run,
            generator: generator.events,
            plain: plain.events,
        }))
    }

    /// Every way to consume it, every step at which it can be interrupted, and every point at
    /// which it can panic.
    fn compare_all(&mut self, body: &Body) -> Result<(), Box<Mismatch>> {
        let whole = Run { script: Script::Whole, way: Way::InPlace, panics_at: None };
        let logs = self.compare(body, whole)?;
        let yields = steps(&logs.events) - 1;
        for way in [Way::Moved, Way::Erased] {
            self.compare(body, Run { way, ..whole })?;
        }
        if body.is_iterator {
            self.compare(body, Run { way: Way::Fold, ..whole })?;
        }
        for step in 0..=yields {
            for action in [Action::Drop, Action::Close, Action::Throw] {
                let run = Run { script: Script::Once(step, action), ..whole };
                self.compare(body, run)?;
            }
        }
        for number in 0..12 {
            let way = [Way::InPlace, Way::Moved, Way::Erased][number % 3];
            let script = Script::Mixed(number as u64 * 1_000_003 + 17);
            self.compare(body, Run { script, way, panics_at: None })?;
        }
        for point in 0..logs.points {
            let way = if body.is_iterator && point % 3 == 1 { Way::Fold } else { Way::InPlace };
            self.compare(body, Run { way, panics_at: Some(point), ..whole })?;
        }
        // The points that come after a drop, a close or a throw: those of destructors, and what a
        // body does that catches it.
        let every = yields.div_ceil(6).max(1);
        for step in (0..=yields).step_by(every) {
            for action in [Action::Drop, Action::Close, Action::Throw] {
                let script = Script::Once(step, action);
                let logs = self.compare(body, Run { script, ..whole })?;
                for point in points_before(&logs.events, step)..logs.points {
                    self.compare(body, Run { script, panics_at: Some(point), ..whole })?;
                }
            }
        }
        self.figures.bodies += 1;
        Ok(())
    }
}

fn is_step(event: &Event) -> bool {
    use Event::{CloseError, Closed, Complete, Thrown, Yielded};
    matches!(event, Yielded(_) | CloseError(_) | Complete(_) | Thrown(_) | Closed(_))
}

fn steps(events: &[Event]) -> usize {
    events.iter().filter(|event| is_step(event)).count()
}

/// How many points came before the given step.
fn points_before(events: &[Event], step: usize) -> usize {
    let mut left = step;
    let before = events.iter().take_while(|event| {
        left -= usize::from(left > 0 && is_step(event));
        left > 0
    });
    before
        .filter(|event| matches!(event, Event::Made(_) | Event::Dropped(_) | Event::Noted(_)))
        .count()
}

/// Compares the two forms of each of `bodies`, in as many threads as there are processors.
///
/// # Errors
///
/// A run in which they differ.
pub(crate) fn compare(bodies: &[Body], destructors: Destructors) -> Result<Figures, Box<Mismatch>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let started: Vec<_> = bodies
            .chunks(bodies.len().div_ceil(threads).max(1))
            .map(|bodies| scope.spawn(move || compare_one_by_one(bodies, destructors)))
            .collect();
        let mut figures = Figures::default();
        for thread in started {
            figures.add(&thread.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(figures)
    })
}

fn compare_one_by_one(bodies: &[Body], destructors: Destructors) -> Result<Figures, Box<Mismatch>> {
    let mut comparison = Comparison { destructors, figures: Figures::default() };
    for body in bodies {
        comparison.compare_all(body)?;
    }
    Ok(comparison.figures)
}
