//! The protocol is Python's: each body answers every script of up to four steps as Python does.
//!
//! `tests/data/protocol.tsv` holds Python's answers and `protocol.py` beside it says how they
//! were made. The bodies are ported one by one; what Python raises, a port returns as an error.

mod bodies;
mod dialogue;

use std::collections::HashMap;
use std::marker::PhantomData;

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator};

use crate::bodies::{Body, E, Raised, Value, Visitor, each_body, take_log};
use crate::dialogue::{step_as_coroutine, step_as_iterator};

/// What Python answered: header, then `body <TAB> script <TAB> outcomes <TAB> log`.
const ANSWERS: &str = include_str!("../../data/protocol.tsv");

/// The bodies that delegate to another body.
const DELEGATING: [&str; 3] = ["through_", "around_", "rescuing_"];

const BODIES: usize = 16;

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

struct TraitObject;

impl Form for TraitObject {
    fn play<C: Body>(coroutine: C, script: &str) -> String {
        let mut object: Box<
            dyn Coroutine<
                    Yield = Value,
                    Resume = Option<i64>,
                    Return = Result<Value, Raised>,
                    Error = E,
                >,
        > = Box::new(coroutine);
        dialogue::play(&mut object, script, step_as_iterator)
    }
}

/// Compares the answers of bodies in one form with Python's.
struct Comparison<F> {
    rows: HashMap<&'static str, Vec<Row>>,
    compared: usize,
    differences: Vec<String>,
    form: PhantomData<F>,
}

impl<F: Form> Visitor for Comparison<F> {
    fn visit<C: Body>(&mut self, name: &str, make: impl Fn() -> C) {
        let rows = self.rows.remove(name).unwrap_or_else(|| panic!("no rows for `{name}`"));
        assert_eq!(rows.len(), SCRIPTS, "scripts of `{name}`");
        for row in rows {
            take_log();
            let outcomes = F::play(make(), row.script);
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
}

/// Plays every row of every body in the form `F`.
fn compare<F: Form>() {
    let mut comparison =
        Comparison::<F> { rows: rows(), compared: 0, differences: Vec::new(), form: PhantomData };
    each_body(&mut comparison);
    let Comparison { rows, compared, differences, .. } = comparison;
    for body in rows.into_keys() {
        let delegates = DELEGATING.iter().any(|prefix| body.starts_with(prefix));
        assert!(delegates, "`{body}` has rows and no port");
    }
    assert_eq!(compared, BODIES * SCRIPTS);
    let first: Vec<_> = differences.iter().take(10).map(String::as_str).collect();
    assert!(
        differences.is_empty(),
        "{} of {compared} rows differ:\n{}",
        differences.len(),
        first.join("\n"),
    );
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
