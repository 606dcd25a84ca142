//! The example `conversation` answers every line, and loses nothing whatever comes in.

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// What the program wrote, and its exit status.
#[derive(Debug, PartialEq)]
struct Said {
    output: String,
    errors: String,
    status: Option<i32>,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            output: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
            status: output.status.code(),
        }
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_conversation"))
}

/// Runs the program on `input`.
fn converse(input: &[u8]) -> Said {
    let mut child = program()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Dropped at once: the end of the input. The inputs here are shorter than any pipe is wide.
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap().into()
}

fn said(output: &[&str], errors: &[&str], status: i32) -> Said {
    let lines = |lines: &[&str]| lines.iter().flat_map(|line| [line, "\n"]).collect();
    Said { output: lines(output), errors: lines(errors), status: Some(status) }
}

const GREETING: &str = "Numbers, please: one a line.";

#[test]
fn each_number_is_answered_by_the_average() {
    let expected = [
        GREETING,
        "1 number, average 1",
        "2 numbers, average 1.5",
        "3 numbers, average -0.5",
        "In the end: 3 numbers, average -0.5",
    ];
    assert_eq!(converse(b"1\n2\n-4.5\n"), said(&expected, &[], 0));
}

#[test]
fn a_bad_line_is_reported_answered_and_left_out() {
    let expected = [
        GREETING,
        "I leave that out: no numbers",
        "1 number, average 10",
        "I leave that out: 1 number, average 10",
        "2 numbers, average 15",
        "In the end: 2 numbers, average 15; 2 lines left out",
    ];
    let errors = ["line 1: \"ten\" is not a number", "line 3: \"1,5\" is not a number"];
    assert_eq!(converse(b"ten\n10\n1,5\n20\n"), said(&expected, &errors, 0));
}

#[test]
fn blank_lines_and_spaces_are_skipped_and_counted_as_lines() {
    let expected = [
        GREETING,
        "1 number, average 4",
        "I leave that out: 1 number, average 4",
        "2 numbers, average 5",
        "In the end: 2 numbers, average 5; 1 line left out",
    ];
    let errors = ["line 5: \"x\" is not a number"];
    assert_eq!(converse(b"\n  4\t\r\n\n \t \nx\n6"), said(&expected, &errors, 0));
}

#[test]
fn what_parses_and_is_no_number_to_average_is_a_bad_line() {
    let expected = [
        GREETING,
        "I leave that out: no numbers",
        "I leave that out: no numbers",
        "I leave that out: no numbers",
        "In the end: no numbers; 3 lines left out",
    ];
    let errors = [
        "line 1: \"nan\" is not a number",
        "line 2: \"inf\" is not a number",
        "line 3: \"1e999\" is not a number",
    ];
    assert_eq!(converse(b"nan\ninf\n1e999\n"), said(&expected, &errors, 0));
}

#[test]
fn large_numbers_do_not_overflow() {
    let said = converse(b"1.7e308\n1.7e308\n-1.7e308\n-1.7e308\n");
    let last = said.output.lines().last().unwrap();
    let average: f64 = last.rsplit(' ').next().unwrap().parse().unwrap();
    assert!(average.abs() < 1e293, "{last}");
}

#[test]
fn no_input_has_a_result_too() {
    assert_eq!(converse(b""), said(&[GREETING, "In the end: no numbers"], &[], 0));
}

#[test]
fn input_that_is_not_text_ends_the_conversation_with_its_result() {
    let expected = [GREETING, "1 number, average 8", "In the end: 1 number, average 8"];
    let errors = ["line 2: not UTF-8 text; nothing is read from here on"];
    assert_eq!(converse(b"8\n\xFF\xFE\n9\n"), said(&expected, &errors, 1));
}

#[cfg(unix)]
#[test]
fn input_that_cannot_be_read_ends_the_conversation_with_its_result() {
    // A directory can be opened, and fails when it is read.
    let directory = std::fs::File::open(env!("CARGO_MANIFEST_DIR")).unwrap();
    let said: Said = program().stdin(directory).output().unwrap().into();
    assert_eq!(said.output, format!("{GREETING}\nIn the end: no numbers\n"));
    assert!(said.errors.starts_with("line 1: cannot read standard input: "), "{said:?}");
    assert_eq!(said.status, Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = program().stdin(Stdio::null()).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stderr.is_empty());
}

#[test]
fn help_is_given_and_an_unknown_argument_is_refused() {
    let run = |argument| -> Said { program().arg(argument).output().unwrap().into() };
    let help = run("--help");
    assert!(help.output.contains("Usage:") && help.errors.is_empty(), "{help:?}");
    assert_eq!(help.status, Some(0));
    assert_eq!(run("-h"), help);
    let refused = run("--fast");
    assert!(refused.errors.starts_with("unexpected argument \"--fast\""), "{refused:?}");
    assert!(refused.output.is_empty());
    assert_eq!(refused.status, Some(2));
}
