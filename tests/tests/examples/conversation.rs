//! The example `conversation` answers every line, and loses nothing whatever comes in.

use std::process::{Command, Stdio};

use genfn_tests::programs::{self, Run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_conversation");

/// Runs the program on `input`.
fn converse(input: impl AsRef<[u8]>) -> Run {
    programs::run(&mut Command::new(PROGRAM), input)
}

fn said(output: &[&str], errors: &[&str], status: i32) -> Run {
    let lines = |lines: &[&str]| lines.iter().flat_map(|line| [line, "\n"]).collect();
    Run { stdout: lines(output), stderr: lines(errors), status: Some(status) }
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
    let last = said.stdout.lines().last().unwrap();
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
    let said: Run = Command::new(PROGRAM).stdin(directory).output().unwrap().into();
    assert_eq!(said.stdout, format!("{GREETING}\nIn the end: no numbers\n"));
    assert!(said.stderr.starts_with("line 1: cannot read standard input: "), "{said:?}");
    assert_eq!(said.status, Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = Command::new(PROGRAM).stdin(Stdio::null()).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stderr.is_empty());
}

#[test]
fn how_it_is_used_is_told() {
    programs::assert_help(PROGRAM, "conversation");
    let refused = programs::run(Command::new(PROGRAM).arg("numbers.txt"), "");
    assert!(refused.stderr.contains("unexpected argument 'numbers.txt'"), "{refused:?}");
    assert_eq!((&*refused.stdout, refused.status), ("", Some(2)));
}
