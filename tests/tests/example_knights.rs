//! The example `knights` prints a board with the moves of a tour, or says that there is none.

use std::process::{Command, Output};

fn knights(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_knights")).args(arguments).output().unwrap()
}

/// What a run printed that met no error.
fn printed(arguments: &[&str]) -> String {
    let output = knights(arguments);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_squares_are_numbered_in_columns_from_the_corner_on() {
    let board = printed(&["5"]);
    assert!(board.starts_with(" 1 "), "{board}");
    let lines: Vec<_> = board.lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(lines.iter().all(|line| line.len() == "25 25 25 25 25".len()), "{board}");
    let mut numbers: Vec<u32> =
        board.split_whitespace().map(|number| number.parse().unwrap()).collect();
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(1..=25), "{board}");
}

#[test]
fn a_single_square_is_a_tour() {
    assert_eq!(printed(&["1"]), "1\n");
}

/// A way on is sought to the last square, and each one is taken back.
#[test]
fn a_board_without_a_tour_is_a_failure() {
    for size in ["2", "3", "4"] {
        let output = knights(&[size]);
        assert_eq!(output.stdout, b"");
        assert_eq!(
            String::from_utf8(output.stderr).unwrap(),
            format!("knights: there is no tour from a corner of a board of {size} by {size}\n"),
        );
        assert_eq!(output.status.code(), Some(1));
    }
}

#[test]
fn a_wrong_usage_is_told_apart_from_a_failure() {
    let wrong: [&[&str]; 5] = [&[], &["0"], &["256"], &["8x8"], &["8", "8"]];
    for arguments in wrong {
        let output = knights(arguments);
        assert_eq!(output.stdout, b"");
        assert!(output.stderr.starts_with(b"error: "), "{output:?}");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn help_is_printed_on_request() {
    for option in ["-h", "--help"] {
        let help = printed(&[option]);
        assert!(help.starts_with("Leads a knight from a corner"), "{help}");
        assert!(help.contains("<SIZE>"), "{help}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_knights"));
    let output = program.arg("8").stdout(full).output().unwrap();
    assert!(output.stderr.starts_with(b"knights: cannot write to standard output: "), "{output:?}");
    assert_eq!(output.status.code(), Some(1));
}
