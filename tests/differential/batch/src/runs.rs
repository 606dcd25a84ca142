//! Runs the two forms of a body and compares their logs.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::thread;

use genfn::{
    CloseError, Coroutine, CoroutineState, LocalBoxGenerator, PinCoroutine, Pinned, SendError,
    StartError, Status,
};

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

/// What `Iterator::size_hint` gives.
type SizeHint = (usize, Option<usize>);

/// What there is of a body.
pub(crate) struct Body {
    pub(crate) index: usize,
    pub(crate) name: &'static str,
    /// What makes the generator.
    pub(crate) form: &'static str,
    pub(crate) source: &'static str,
    pub(crate) abilities: Abilities,
    pub(crate) is_iterator: bool,
    /// The bounds that it gives on the number of its items, if it is an iterator.
    pub(crate) size_hint: SizeHint,
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
    /// The bounds on the number of its items, where it is an iterator.
    fn size_hint(&self) -> Option<SizeHint>;
}

/// One that is only an iterator.
struct OfIterator<I>(I);

/// One that is both: its items are taken by `next`.
struct OfGenerator<C>(C);

/// One whose items are taken by `start` and `send`.
struct OfCoroutine<C>(C);

/// One that is pinned: a coroutine, and perhaps an iterator, by its handle.
struct OfPinned<C: ?Sized>(Pin<Box<C>>);

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

pub(crate) fn pinned<'a, C>(pinned: C) -> Box<dyn Steps + 'a>
where
    C: PinCoroutine<Yield: Logged, Resume: OfStep, Return: Logged, Error: OfStep + Numbered> + 'a,
    C::Yield: 'a,
    C::Resume: 'a,
    C::Return: 'a,
    C::Error: 'a,
{
    coroutine(OfPinned(Box::pin(pinned)))
}

pub(crate) fn pinned_iterator<'a, C>(pinned: C) -> Box<dyn Steps + 'a>
where
    C: PinCoroutine<Yield: Logged, Resume = (), Return = (), Error: OfStep + Numbered> + 'a,
    C::Yield: 'a,
    C::Error: 'a,
{
    // As a trait object, as well.
    let pinned: Pin<
        Box<dyn PinCoroutine<Yield = C::Yield, Resume = (), Return = (), Error = C::Error> + 'a>,
    > = Box::pin(pinned);
    generator(OfPinned(pinned))
}

impl<C: PinCoroutine + ?Sized> OfPinned<C> {
    fn handle(&mut self) -> Pinned<'_, C> {
        Pinned::new(self.0.as_mut())
    }
}

impl<C: PinCoroutine + ?Sized> Coroutine for OfPinned<C> {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = C::Error;

    fn start(&mut self) -> Result<CoroutineState<C::Yield, C::Return>, StartError> {
        self.handle().start()
    }

    fn send(
        &mut self,
        value: C::Resume,
    ) -> Result<CoroutineState<C::Yield, C::Return>, SendError<C::Resume>> {
        self.handle().send(value)
    }

    fn throw(&mut self, error: C::Error) -> Result<CoroutineState<C::Yield, C::Return>, C::Error> {
        self.handle().throw(error)
    }

    fn close(&mut self) -> Result<Option<C::Return>, CloseError<C::Yield>> {
        self.handle().close()
    }

    fn status(&self) -> Status {
        self.0.status()
    }

    fn take_return(&mut self) -> Option<C::Return> {
        self.handle().take_return()
    }
}

impl<C: PinCoroutine<Resume = ()> + ?Sized> Iterator for OfPinned<C> {
    type Item = C::Yield;

    fn next(&mut self) -> Option<C::Yield> {
        self.handle().next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        // A handle needs what is pinned to be lent exclusively; this is what it calls.
        self.0.__size_hint()
    }
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

// What follows is generic over the types of a coroutine but not over the coroutine itself: there are
// thousands of them to compile.

/// Any coroutine over these types.
type Erased<'a, Y, S, R, E> = dyn Coroutine<Yield = Y, Resume = S, Return = R, Error = E> + 'a;

fn close<Y: Logged, S, R: Logged, E>(coroutine: &mut Erased<'_, Y, S, R, E>) -> bool {
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

fn throw<Y: Logged, S, R: Logged, E: OfStep + Numbered>(
    coroutine: &mut Erased<'_, Y, S, R, E>,
    step: usize,
) -> bool {
    match coroutine.throw(E::of_step(step)) {
        Ok(state) => log_state(state),
        Err(error) => {
            log::event(Event::Thrown(error.number()));
            false
        }
    }
}

fn expect_end<Y, S: OfStep, R, E>(coroutine: &mut Erased<'_, Y, S, R, E>) {
    if coroutine.status() != Status::Finished {
        wrong("it has ended and is not finished");
    }
    if !matches!(coroutine.start(), Err(StartError::Finished)) {
        wrong("it could be started again");
    }
    if !matches!(coroutine.send(S::of_step(0)), Err(SendError::Finished(_))) {
        wrong("it took a value after its end");
    }
    if !matches!(coroutine.close(), Ok(None)) {
        wrong("it could be closed after its end");
    }
}

impl<I: Iterator<Item: Logged>> Steps for OfIterator<I> {
    fn perform(&mut self, _: Action, _: usize) -> bool {
        log_next(next(&mut self.0))
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
        fold(self.0);
    }

    fn expect_end(&mut self) {
        expect_no_item(&mut self.0);
    }

    fn size_hint(&self) -> Option<SizeHint> {
        Some(self.0.size_hint())
    }
}

/// A step that is no drop, of one whose items are taken by `start` and `send`.
fn perform<Y: Logged, S: OfStep, R: Logged, E: OfStep + Numbered>(
    coroutine: &mut Erased<'_, Y, S, R, E>,
    action: Action,
    step: usize,
) -> bool {
    match action {
        Action::Send if step == 0 => {
            coroutine.start().map_or_else(|_| wrong("it could not be started"), log_state)
        }
        Action::Send => coroutine
            .send(S::of_step(step))
            .map_or_else(|_| wrong("it could not be sent to"), log_state),
        Action::Throw => throw(coroutine, step),
        Action::Close => close(coroutine),
        Action::Drop => wrong("a drop is no step"),
    }
}

/// One function for each iterator, where `next` itself would be one more copy of its step.
#[inline(never)]
fn next<I: Iterator>(iterator: &mut I) -> Option<I::Item> {
    iterator.next()
}

fn fold(iterator: impl Iterator<Item: Logged>) {
    iterator.fold((), |(), item| log_item(item, Event::Yielded));
    log::event(Event::Complete(log::Value::Unit));
}

fn expect_no_item<I: Iterator>(iterator: &mut I) {
    if next(iterator).is_some() {
        wrong("it gave an item after its end");
    }
}

impl<C> Steps for OfGenerator<C>
where
    C: Iterator<Item = <C as Coroutine>::Yield>
        + Coroutine<Yield: Logged, Resume = (), Return = (), Error: OfStep + Numbered>,
{
    fn perform(&mut self, action: Action, step: usize) -> bool {
        match action {
            Action::Send => log_next(next(&mut self.0)),
            _ => perform(&mut self.0, action, step),
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
        fold(self.0);
    }

    fn expect_end(&mut self) {
        expect_end(&mut self.0);
        expect_no_item(&mut self.0);
    }

    fn size_hint(&self) -> Option<SizeHint> {
        Some(self.0.size_hint())
    }
}

impl<C> Steps for OfCoroutine<C>
where
    C: Coroutine<Yield: Logged, Resume: OfStep, Return: Logged, Error: OfStep + Numbered>,
{
    fn perform(&mut self, action: Action, step: usize) -> bool {
        perform(&mut self.0, action, step)
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

    fn size_hint(&self) -> Option<SizeHint> {
        None
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

fn drive(
    mut steps: Box<dyn Steps + '_>,
    run: Run,
    abilities: Abilities,
    (mut least, mut most): SizeHint,
) {
    match run.way {
        Way::Fold => return steps.fold(),
        Way::Erased => steps = steps.erased(),
        Way::InPlace | Way::Moved => {}
    }
    for step in 0.. {
        let action = abilities.action(run.script, step);
        if action == Action::Drop {
            log::event(Event::Abandoned);
            return drop(steps);
        }
        expect_size_hint(&*steps, (least, most));
        match caught(|| steps.perform(action, step)) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                log::event(Event::Panicked);
                break;
            }
        }
        least = least.saturating_sub(1);
        most = most.map(|most| most.saturating_sub(1));
        if run.way == Way::Moved {
            steps = steps.moved();
        }
    }
    steps.expect_end();
    expect_size_hint(&*steps, (0, Some(0)));
}

/// The bounds are those that the attribute gives, less the items that went out; or none are left, where
/// the last item was an error that ends the generator.
fn expect_size_hint(steps: &dyn Steps, expected: SizeHint) {
    let Some(given) = steps.size_hint() else { return };
    if given != expected && !(given == (0, Some(0)) && log::gave_failure()) {
        wrong("its `size_hint` is not what is left of its bounds");
    }
}

/// One run of a body in both forms.
#[derive(Clone, Copy)]
struct Run {
    script: Script,
    way: Way,
    panics_at: Option<usize>,
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
            if caught(|| drive(steps, run, abilities, body.size_hint)).is_err() {
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
    index: usize,
    body: &'static str,
    source: &'static str,
    run: Run,
    generator: Vec<Event>,
    plain: Vec<Event>,
}

impl Mismatch {
    /// Which body it is.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// The first events that differ, without their values: two mismatches with the same ones are
    /// taken for the same.
    #[must_use]
    pub fn kind(&self) -> String {
        let kind = |event: Option<&Event>| {
            let text = event.map_or_else(|| "nothing".to_owned(), |event| format!("{event:?}"));
            text.split('(').next().unwrap_or_default().to_owned()
        };
        let length = self.generator.len().max(self.plain.len());
        let differing = (0..length)
            .map(|place| (self.generator.get(place), self.plain.get(place)))
            .find(|(generator, plain)| generator != plain);
        let (generator, plain) = differing.unwrap_or_default();
        format!("{} instead of {}", kind(generator), kind(plain))
    }
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
        self.figures.panics_in_drops += u64::from(log::panicked_in_drop());
        self.figures.events += plain.events.len() as u64;
        self.figures.steps += steps(&plain.events) as u64;
        self.figures.leaks += u64::from(plain.events.contains(&Event::Leaked));
        let sound = !generator
            .events
            .iter()
            .any(|event| matches!(event, Event::DroppedTwice | Event::Wrong(_)));
        let agree = generator.events == plain.events
            || log::place_of_undelivered()
                .is_some_and(|place| agree_but_for(place, &generator.events, &plain.events));
        if sound && agree {
            return Ok(plain);
        }
        Err(Box::new(Mismatch {
            index: body.index,
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

/// Whether the logs are the same but for the place at which the generator drops the item that the plain
/// function drops at `place`. The item was yielded instead of a close, and a destructor panicked before
/// it came out: it is dropped with the body that yielded it or after the others, as it happens.
fn agree_but_for(place: usize, generator: &[Event], plain: &[Event]) -> bool {
    let Some(dropped @ Event::Dropped(_)) = plain.get(place) else { return false };
    let without = |events: &[Event], place| [&events[..place], &events[place + 1..]].concat();
    let plain = without(plain, place);
    (0..generator.len())
        .any(|other| generator[other] == *dropped && without(generator, other) == plain)
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

/// What the comparison of some bodies came to.
#[derive(Default)]
pub struct Report {
    /// All bodies.
    pub figures: Figures,
    /// The bodies and the runs of each form.
    pub forms: BTreeMap<&'static str, (u64, u64)>,
}

impl Report {
    fn add(&mut self, other: Self) {
        self.figures.add(&other.figures);
        for (form, (bodies, runs)) in other.forms {
            let of_form = self.forms.entry(form).or_default();
            *of_form = (of_form.0 + bodies, of_form.1 + runs);
        }
    }
}

/// Compares the two forms of each of `bodies`, in as many threads as there are processors.
///
/// # Errors
///
/// A run in which they differ.
pub(crate) fn compare(bodies: &[Body], destructors: Destructors) -> Result<Report, Box<Mismatch>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let started: Vec<_> = bodies
            .chunks(bodies.len().div_ceil(threads).max(1))
            .map(|bodies| scope.spawn(move || compare_one_by_one(bodies, destructors)))
            .collect();
        let mut report = Report::default();
        for thread in started {
            report.add(thread.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(report)
    })
}

fn compare_one_by_one(bodies: &[Body], destructors: Destructors) -> Result<Report, Box<Mismatch>> {
    let mut report = Report::default();
    for body in bodies {
        let figures = compare_one(body, destructors)?;
        report.add(Report { figures, forms: [(body.form, (1, figures.runs))].into() });
    }
    Ok(report)
}

/// Compares the two forms of a body.
///
/// # Errors
///
/// A run in which they differ.
pub(crate) fn compare_one(body: &Body, destructors: Destructors) -> Result<Figures, Box<Mismatch>> {
    let mut comparison = Comparison { destructors, figures: Figures::default() };
    comparison.compare_all(body)?;
    Ok(comparison.figures)
}
