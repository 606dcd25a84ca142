//! The protocol is Python's: each body answers every script of up to four steps as Python does.
//!
//! `tests/data/protocol.tsv` holds Python's answers and `protocol.py` beside it says how they
//! were made. The bodies are ported one by one; what Python raises, a port returns as an error.
//! Each is played by itself and as a delegate, in every form that a coroutine can have.

mod bodies;
mod dialogue;

use std::collections::HashMap;
use std::marker::PhantomData;

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, pin};

use self::bodies::{
    Body, E, Raised, Value, Visitor, around, each_body, rescuing, take_log, through,
    through_in_a_box, through_in_place,
};
use self::dialogue::{Python, step_as_coroutine, step_as_iterator};

/// What Python answered: header, then `body <TAB> script <TAB> outcomes <TAB> log`.
const ANSWERS: &str = include_str!("../../../data/protocol.tsv");

/// Those that delegate to nothing.
const BODIES: usize = 16;

/// Each of those but one, by each way of delegating.
const DELEGATIONS: usize = 3 * DELEGATES;
const DELEGATES: usize = BODIES - 1;

/// What Python raises while it is closed is a value here, which a body that delegates does not
/// get: what its delegate returns then is dropped.
const NOT_DELEGATED_TO: &str = "raises_on_close";

/// 4 + 4² + 4³ + 4⁴ scripts.
const SCRIPTS: usize = 340;

struct Row {
    script: &'static str,
    outcomes: &'static str,
    log: &'static str,
}

/// The rows of each body.
fn rows() -> HashMap<&'static str, Vec<Row>> {
    let mut lines = ANSWERS.lines();
    assert_eq!(lines.next(), Some("body\tscript\toutcomes\tlog"));
    let mut rows: HashMap<&str, Vec<Row>> = HashMap::new();
    for line in lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let [body, script, outcomes, log] = columns[..] else {
            panic!("a row has four columns: {line:?}");
        };
        rows.entry(body).or_default().push(Row { script, outcomes, log });
    }
    rows
}

/// A form in which a coroutine is stepped, and the way that it is.
trait Form {
    /// Plays `script` with `coroutine` in this form and drops it: the outcomes.
    fn play<C: Body>(coroutine: C, script: &str) -> String;
}

/// As the function gave it, stepped as an iterator by `next`.
struct Unerased;

impl Form for Unerased {
    fn play<C: Body>(mut coroutine: C, script: &str) -> String {
        dialogue::play(&mut coroutine, script, step_as_iterator)
    }
}

/// As the function gave it, stepped by `start` and `send` alone.
struct WithoutIterator;

impl Form for WithoutIterator {
    fn play<C: Body>(mut coroutine: C, script: &str) -> String {
        dialogue::play(&mut coroutine, script, step_as_coroutine)
    }
}

/// `&mut C`.
struct Lent;

impl Form for Lent {
    fn play<C: Body>(mut coroutine: C, script: &str) -> String {
        let mut lent = &mut coroutine;
        dialogue::play(&mut lent, script, step_as_iterator)
    }
}

/// In a `Box` of its own type.
struct Boxed;

impl Form for Boxed {
    fn play<C: Body>(coroutine: C, script: &str) -> String {
        dialogue::play(&mut Box::new(coroutine), script, step_as_iterator)
    }
}

struct Erased;

impl Form for Erased {
    fn play<C: Body>(coroutine: C, script: &str) -> String {
        dialogue::play(&mut BoxGenerator::new(coroutine), script, step_as_iterator)
    }
}

struct ErasedLocally;

impl Form for ErasedLocally {
    fn play<C: Body>(coroutine: C, script: &str) -> String {
        dialogue::play(&mut LocalBoxGenerator::new(coroutine), script, step_as_iterator)
    }
}

/// An erased coroutine, erased again.
struct ErasedTwice;

impl Form for ErasedTwice {
    fn play<C: Body>(coroutine: C, script: &str) -> String {
        let once = BoxGenerator::new(coroutine);
        dialogue::play(&mut BoxGenerator::new(once), script, step_as_iterator)
    }
}

type Object<'a> = dyn Coroutine<Yield = Value, Resume = Option<i64>, Return = Result<Value, Raised>, Error = E>
    + 'a;

struct TraitObject;

impl Form for TraitObject {
    fn play<C: Body>(coroutine: C, script: &str) -> String {
        let mut object: Box<Object<'_>> = Box::new(coroutine);
        dialogue::play(&mut object, script, step_as_iterator)
    }
}

/// Compares answers with Python's.
struct Comparison {
    rows: HashMap<&'static str, Vec<Row>>,
    compared: usize,
    differences: Vec<String>,
}

impl Comparison {
    fn new() -> Self {
        Self { rows: rows(), compared: 0, differences: Vec::new() }
    }

    /// Compares every row of the body `name` with what `play` answers to its script.
    fn compare(&mut self, name: &str, play: impl Fn(&str) -> String) {
        let rows = self.rows.get(name).unwrap_or_else(|| panic!("no rows for `{name}`"));
        assert_eq!(rows.len(), SCRIPTS, "scripts of `{name}`");
        for row in rows {
            take_log();
            let outcomes = play(row.script);
            let log = take_log().join(" ");
            if (&*outcomes, &*log) != (row.outcomes, row.log) {
                self.differences.push(format!(
                    "{name} {}\n  CPython: {} [{}]\n  here:    {outcomes} [{log}]",
                    row.script, row.outcomes, row.log,
                ));
            }
            self.compared += 1;
        }
    }

    /// Asserts that all rows of `bodies` bodies were compared, and none differed.
    fn finish(self, bodies: usize) {
        assert_eq!(self.compared, bodies * SCRIPTS);
        let first: Vec<_> = self.differences.iter().take(10).map(String::as_str).collect();
        assert!(
            self.differences.is_empty(),
            "{} of {} rows differ:\n{}",
            self.differences.len(),
            self.compared,
            first.join("\n"),
        );
    }
}

/// Plays every row there is in the form `F`.
fn compare<F: Form>() {
    struct Every<F> {
        comparison: Comparison,
        form: PhantomData<F>,
    }

    impl<F: Form> Visitor for Every<F> {
        fn visit<C: Body>(&mut self, name: &str, make: impl Fn() -> C) {
            let comparison = &mut self.comparison;
            comparison.compare(name, |script| F::play(make(), script));
            if name == NOT_DELEGATED_TO {
                return;
            }
            comparison
                .compare(&format!("through_{name}"), |script| F::play(through(make()), script));
            comparison.compare(&format!("around_{name}"), |script| F::play(around(make()), script));
            comparison
                .compare(&format!("rescuing_{name}"), |script| F::play(rescuing(make()), script));
        }
    }

    let mut every = Every::<F> { comparison: Comparison::new(), form: PhantomData };
    each_body(&mut every);
    let Every { comparison, .. } = every;
    assert_eq!(comparison.rows.len(), BODIES + DELEGATIONS, "bodies that have rows");
    assert_eq!((BODIES + DELEGATIONS) * SCRIPTS, 20_740);
    comparison.finish(BODIES + DELEGATIONS);
}

/// Plays with `coroutine` as an iterator: the outcomes.
fn play<C: Python + Iterator<Item = Value>>(mut coroutine: C, script: &str) -> String {
    dialogue::play(&mut coroutine, script, step_as_iterator)
}

/// Plays the rows of every body that delegates, with what `$delegate` makes of the generator
/// `$inner` as the delegate.
macro_rules! compare_delegating_to {
    (|$inner:pat_param| $delegate:expr) => {{
        struct Delegating(Comparison);

        impl Visitor for Delegating {
            fn visit<C: Body>(&mut self, name: &str, make: impl Fn() -> C) {
                if name == NOT_DELEGATED_TO {
                    return;
                }
                self.0.compare(&format!("through_{name}"), |script| {
                    let $inner = make();
                    play(through($delegate), script)
                });
                self.0.compare(&format!("around_{name}"), |script| {
                    let $inner = make();
                    play(around($delegate), script)
                });
                self.0.compare(&format!("rescuing_{name}"), |script| {
                    let $inner = make();
                    play(rescuing($delegate), script)
                });
            }
        }

        let mut delegating = Delegating(Comparison::new());
        each_body(&mut delegating);
        delegating.0.finish(DELEGATIONS);
    }};
}

#[test]
fn generators_answer_as_in_python() {
    compare::<Unerased>();
}

#[test]
fn generators_answer_as_in_python_without_being_iterators() {
    compare::<WithoutIterator>();
}

#[test]
fn lent_generators_answer_as_in_python() {
    compare::<Lent>();
}

#[test]
fn generators_in_a_box_answer_as_in_python() {
    compare::<Boxed>();
}

#[test]
fn erased_generators_answer_as_in_python() {
    compare::<Erased>();
}

#[test]
fn generators_erased_on_their_thread_answer_as_in_python() {
    compare::<ErasedLocally>();
}

#[test]
fn generators_erased_twice_answer_as_in_python() {
    compare::<ErasedTwice>();
}

#[test]
fn trait_objects_answer_as_in_python() {
    compare::<TraitObject>();
}

#[test]
fn erased_delegates_answer_as_in_python() {
    compare_delegating_to!(|inner| BoxGenerator::new(inner));
}

#[test]
fn delegates_erased_on_their_thread_answer_as_in_python() {
    compare_delegating_to!(|inner| LocalBoxGenerator::new(inner));
}

#[test]
fn delegates_erased_twice_answer_as_in_python() {
    compare_delegating_to!(|inner| LocalBoxGenerator::new(BoxGenerator::new(inner)));
}

#[test]
fn delegates_that_are_trait_objects_answer_as_in_python() {
    compare_delegating_to!(|inner| Box::new(inner) as Box<Object<'_>>);
}

#[test]
fn lent_delegates_answer_as_in_python() {
    compare_delegating_to!(|mut inner| &mut inner);
}

#[test]
fn lent_trait_objects_answer_as_in_python() {
    compare_delegating_to!(|mut inner| &mut inner as &mut Object<'_>);
}

#[test]
fn erased_delegates_that_are_lent_answer_as_in_python() {
    compare_delegating_to!(|mut inner| LocalBoxGenerator::new(&mut inner));
}

#[test]
fn delegates_of_delegates_answer_as_in_python() {
    compare_delegating_to!(|inner| through(through(inner)));
}

#[test]
fn delegates_of_erased_and_of_lent_delegates_answer_as_in_python() {
    compare_delegating_to!(|inner| BoxGenerator::new(through(BoxGenerator::new(inner))));
    compare_delegating_to!(|mut inner| through(Box::new(through(&mut inner)) as Box<Object<'_>>));
}

/// Plays the rows of each delegation where that is handed on by another generator, `$outer`.
macro_rules! compare_handed_on {
    (|$inner:ident| $outer:expr) => {{
        struct HandedOn(Comparison);

        impl Visitor for HandedOn {
            fn visit<C: Body>(&mut self, name: &str, make: impl Fn() -> C) {
                if name == NOT_DELEGATED_TO {
                    return;
                }
                self.0.compare(&format!("through_{name}"), |script| {
                    let $inner = make();
                    play($outer, script)
                });
                self.0.compare(&format!("around_{name}"), |script| {
                    let $inner = around(make());
                    play($outer, script)
                });
                self.0.compare(&format!("rescuing_{name}"), |script| {
                    let $inner = rescuing(make());
                    play($outer, script)
                });
            }
        }

        let mut handed_on = HandedOn(Comparison::new());
        each_body(&mut handed_on);
        handed_on.0.finish(DELEGATIONS);
    }};
}

#[test]
fn delegates_of_a_pinned_generator_answer_as_in_python() {
    compare_handed_on!(|inner| pin!(through_in_place(inner)));
}

#[test]
fn delegates_of_a_generator_that_stays_in_its_box_answer_as_in_python() {
    compare_handed_on!(|inner| through_in_a_box(inner));
}
