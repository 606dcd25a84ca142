//! What the workflow asks for is what `.ci/run` asks for: it runs each of its steps and nothing else.

use std::collections::BTreeSet;

const STEPS: &str = include_str!("../../../.ci/run");
const CHECKS: &str = include_str!("../../../.github/workflows/ci.yml");
const RELEASE: &str = include_str!("../../../.github/workflows/release.yml");

/// The words between the parentheses behind `name=`.
fn listed(name: &str) -> impl Iterator<Item = &'static str> {
    let (_, list) = STEPS.split_once(&format!("\n{name}=(")).expect("a list");
    list.split_once(')').expect("a list").0.split_whitespace()
}

/// The words of the function that is a step.
fn words_of(step: &str) -> Vec<&'static str> {
    let (_, body) = STEPS.split_once(&format!("\n{step}() ")).expect("a step is a function");
    body.split_once("\n}").expect("a function ends").0.split_whitespace().collect()
}

/// What a job runs.
fn commands(workflow: &'static str) -> impl Iterator<Item = &'static str> {
    workflow.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("run: "))
}

/// The steps that the jobs of the workflow are given.
fn run_by_the_workflow() -> BTreeSet<&'static str> {
    let of_matrix = CHECKS.lines().filter_map(|line| {
        let (_, steps) = line.split_once("{ steps: ")?;
        steps.split([',', '}']).next()
    });
    let named = commands(CHECKS).filter_map(|command| command.strip_prefix(".ci/run "));
    of_matrix.chain(named).flat_map(str::split_whitespace).filter(|word| is_name(word)).collect()
}

fn is_name(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

#[test]
fn the_workflow_runs_each_step_of_the_script() {
    let steps: BTreeSet<_> = listed("DEFAULT").chain(listed("MORE")).collect();
    let run = run_by_the_workflow();
    assert!(steps.len() > 15, "{steps:?}");
    // A step may be a part of another one.
    let missing: Vec<_> = steps
        .difference(&run)
        .filter(|step| !run.iter().any(|other| words_of(other).contains(*step)))
        .collect();
    assert!(missing.is_empty(), "the workflow leaves out {missing:?}");
    let unknown: Vec<_> = run.difference(&steps).collect();
    assert!(unknown.is_empty(), "`.ci/run` has no {unknown:?}");
}

#[test]
fn a_job_checks_nothing_by_itself() {
    let installs = ["rustup ", "git config ", "cargo install "];
    for command in commands(CHECKS) {
        let is_check = !installs.iter().any(|prefix| command.starts_with(prefix));
        // The last one reads the results of the other jobs.
        assert!(
            !is_check || command == "|" || command.starts_with(".ci/run "),
            "`{command}` is a step for `.ci/run`"
        );
    }
}

#[test]
fn an_action_is_that_of_one_commit() {
    let mut actions = 0;
    for line in CHECKS.lines().chain(RELEASE.lines()) {
        let Some((_, action)) = line.split_once("uses: ") else { continue };
        let (_, pinned) = action.split_once('@').expect("an action has a version");
        let (commit, version) = pinned.split_once(" # v").expect("a comment says the version");
        assert!(
            commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()),
            "{action} is not pinned"
        );
        assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{action}");
        actions += 1;
    }
    assert!(actions > 5, "{actions} actions");
}
