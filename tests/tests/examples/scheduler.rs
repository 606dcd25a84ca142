//! The example `scheduler` gives each task its turn, its answers and the failures of others.

use std::fmt::Write;
use std::process::Command;

use genfn_tests::programs::{self, Run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_scheduler");

fn schedule(options: &[&str], jobs: &str) -> Run {
    programs::run(Command::new(PROGRAM).args(options), jobs)
}

const JOBS: &str = "\
# A build
fetch    2
compile  4: fetch
manual   3: fetch   # while it compiles

test     2: compile
package  1: compile manual test
";

#[test]
fn a_job_begins_when_all_that_it_needs_is_done() {
    let expected = [
        "     2 fetch is done",
        "     5 manual is done",
        "     6 compile is done",
        "     8 test is done",
        "     9 package is done",
        "Done after 9 ticks; the longest chain of jobs takes 9.\n",
    ];
    assert_eq!(schedule(&[], JOBS), Run::success(expected.join("\n")));
}

#[test]
fn jobs_wait_for_a_worker_in_the_order_in_which_they_ask() {
    let expected = [
        "     2 fetch is done",
        "     6 compile is done",
        "     9 manual is done",
        "    11 test is done",
        "    12 package is done",
        "Done after 12 ticks; the longest chain of jobs takes 9.\n",
    ];
    assert_eq!(schedule(&["--workers", "1"], JOBS), Run::success(expected.join("\n")));
}

#[test]
fn as_many_jobs_run_at_a_time_as_there_are_workers() {
    let jobs: String = ('a'..='l').map(|name| name.to_string() + " 5\n").collect();
    let ticks = |workers: &str| {
        let run = schedule(&["-w", workers], &jobs);
        assert_eq!(run.status, Some(0));
        run.stdout.lines().last().unwrap().to_owned()
    };
    let done = |ticks| format!("Done after {ticks} ticks; the longest chain of jobs takes 5.");
    assert_eq!(ticks("1"), done(60));
    assert_eq!(ticks("2"), done(30));
    assert_eq!(ticks("5"), done(15));
    assert_eq!(ticks("12"), done(5));
    assert_eq!(ticks("100"), done(5));
}

#[test]
fn a_failure_is_thrown_into_all_that_wait() {
    let jobs = "a 2 fails\nb 1: a\nc 1: b\nd 4\ne 1: d c\n";
    let expected = [
        "     2 a fails",
        "     2 b fails, for it needs a",
        "     2 c fails, for it needs a",
        "     4 d is done",
        "     4 e fails, for it needs a\n",
    ];
    let stderr = "scheduler: jobs that were not done: 4 of 5\n";
    assert_eq!(schedule(&[], jobs), Run::failure(1, expected.join("\n"), stderr));
}

#[test]
fn a_failure_can_be_caught() {
    let jobs = "a 2 fails\nb 1: a?\nc 3 fails: b\nd 1: c? a?\n";
    let expected =
        ["     2 a fails", "     3 b is done", "     6 c fails", "     7 d is done\n"].join("\n");
    let stderr = "scheduler: jobs that were not done: 2 of 4\n";
    assert_eq!(schedule(&[], jobs), Run::failure(1, expected, stderr));
}

#[test]
fn jobs_that_wait_for_each_other_are_told() {
    let jobs = "a 1: c\nb 1: a\nc 1: b\nd 1: a?\nself 1: self\nfree 3\n";
    let expected = [
        "     3 free is done",
        "     3 b waits for a for ever",
        "     3 d waits for a for ever",
        "     3 c waits for b for ever",
        "     3 a waits for c for ever",
        "     3 self waits for self for ever\n",
    ];
    let stderr = "scheduler: jobs that were not done: 5 of 6\n";
    assert_eq!(schedule(&[], jobs), Run::failure(1, expected.join("\n"), stderr));
}

#[test]
fn every_step_can_be_traced() {
    let expected = "     \
     0 the build spawns the workers
     0 the workers listens
     0 the build spawns a
     0 a applies to the workers
     0 the build spawns b
     0 a listens
     0 the workers tells a to go
     0 b waits for a
     0 the build waits for a
     0 the workers listens
     0 a sleeps for 1
     1 a releases one of the workers
     1 a fails
     1 the workers listens
     1 b fails, for it needs a
     1 the build waits for b
     1 the build is done
";
    let stderr = "scheduler: jobs that were not done: 2 of 2\n";
    let run = schedule(&["--trace", "-w1"], "a 1 fails\nb 1: a\n");
    assert_eq!(run, Run::failure(1, expected, stderr));
}

#[test]
fn two_runs_are_the_same() {
    let mut jobs = String::new();
    for number in 0..200 {
        let needs: Vec<_> =
            (1..4).map(|step| number * step / 7).filter(|&need| need < number).collect();
        let needs: Vec<_> = needs.iter().map(|need| format!("j{need}?")).collect();
        let fails = if number % 13 == 5 { "fails" } else { "" };
        writeln!(jobs, "j{number} {} {fails}: {}", number % 5, needs.join(" ")).unwrap();
    }
    let first = schedule(&["-t", "-w7"], &jobs);
    assert_eq!(first.stdout.lines().filter(|line| line.ends_with("fails")).count(), 15);
    assert_eq!(first.status, Some(1));
    assert_eq!(schedule(&["-t", "-w7"], &jobs), first);
}

#[test]
fn no_jobs_are_done_at_once() {
    let expected = "Done after 0 ticks; the longest chain of jobs takes 0.\n";
    assert_eq!(schedule(&[], "# nothing\n\n"), Run::success(expected));
    let expected = "     0 a is done\nDone after 0 ticks; the longest chain of jobs takes 0.\n";
    assert_eq!(schedule(&[], "a 0"), Run::success(expected));
}

#[test]
fn jobs_that_cannot_be_read_are_an_error() {
    let refused = |jobs, mistake| {
        let stderr = format!("<stdin>:{mistake}\n");
        assert_eq!(schedule(&[], jobs), Run::failure(2, "", stderr));
    };
    refused("a", "1: a job is NAME TICKS or NAME TICKS fails");
    refused("\na 1 never", "2: a job is NAME TICKS or NAME TICKS fails");
    refused(": a", "1: a job is NAME TICKS or NAME TICKS fails");
    refused("a 1\nb soon", "2: \"soon\" is not a number of ticks");
    refused("a -1", "1: \"-1\" is not a number of ticks");
    refused("a 1\nb 1\na 2", "3: there is a job a already");
    refused("a 1\nb 1: a c?\n", "2: there is no job c");
    refused("a 1: a#b\nb 1: #a\nc 1 : d", "3: there is no job d");
}

#[test]
fn the_jobs_can_be_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    programs::write_files(folder.path(), &[("jobs", "a 1"), ("bad", "a")]);
    let run = |name| programs::run(Command::new(PROGRAM).arg(folder.path().join(name)), "");
    assert_eq!(run("jobs").status, Some(0));
    let name = |name| folder.path().join(name).display().to_string();
    let stderr = format!("{}:1: a job is NAME TICKS or NAME TICKS fails\n", name("bad"));
    assert_eq!(run("bad"), Run::failure(2, "", stderr));
    let missing = run("missing");
    let begin = format!("scheduler: cannot read {}: ", name("missing"));
    assert!(missing.stderr.starts_with(&begin), "{missing:?}");
    assert_eq!((&*missing.stdout, missing.status), ("", Some(2)));
}

#[test]
fn how_it_is_used_is_told() {
    programs::assert_help(PROGRAM, "scheduler");
    assert_eq!(schedule(&["--workers", "0"], "").status, Some(2));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_error() {
    assert_eq!(programs::run_unread(&mut Command::new(PROGRAM)), Run::success(""));
}
