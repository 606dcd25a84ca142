//! The example `primes` prints as many primes as it is asked for, or as many as are read.

mod programs;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_primes");

fn printed(arguments: &[&str]) -> String {
    programs::printed(PROGRAM, arguments)
}

#[test]
fn the_first_primes_are_printed_one_a_line() {
    assert_eq!(printed(&["10"]), "2\n3\n5\n7\n11\n13\n17\n19\n23\n29\n");
    assert_eq!(printed(&["1"]), "2\n");
    assert_eq!(printed(&["0"]), "");
}

/// Then it ends as with `head`: that nobody reads on is no failure.
#[test]
fn without_a_count_they_go_on_until_nobody_reads() {
    let mut program = Command::new(PROGRAM);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // The 1,000th prime is 7919.
    assert_eq!(lines.map(Result::unwrap).nth(999).as_deref(), Some("7919"));
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_wrong_usage_is_told_apart_from_a_failure() {
    let wrong: [&[&str]; 3] = [&["ten"], &["-1"], &["1", "2"]];
    for arguments in wrong {
        programs::assert_refused(PROGRAM, arguments);
    }
}

#[test]
fn help_is_printed_on_request() {
    for option in ["-h", "--help"] {
        let help = printed(&[option]);
        assert!(help.starts_with("Prints the prime numbers in ascending order"), "{help}");
        assert!(help.contains("[COUNT]"), "{help}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    programs::assert_reports_a_full_disk(Command::new(PROGRAM).arg("8"), "primes");
}
