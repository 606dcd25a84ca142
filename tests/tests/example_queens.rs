//! The example `queens` draws the boards that it is asked for, or counts them.

mod programs;

use std::process::Command;

use programs::Run;

const PROGRAM: &str = env!("CARGO_BIN_EXE_queens");

fn queens(arguments: &[&str]) -> Run {
    programs::run(Command::new(PROGRAM).args(arguments), "")
}

fn printed(arguments: &[&str]) -> String {
    programs::printed(PROGRAM, arguments)
}

#[test]
fn every_board_is_drawn_with_a_blank_line_between() {
    let expected = "\
. Q . .
. . . Q
Q . . .
. . Q .

. . Q .
Q . . .
. . . Q
. Q . .
";
    assert_eq!(printed(&["4"]), expected);
    assert_eq!(printed(&["1"]), "Q\n");
}

#[test]
fn no_more_than_the_first_boards_are_drawn() {
    let expected = "\
Q . . . .
. . Q . .
. . . . Q
. Q . . .
. . . Q .

Q . . . .
. . . Q .
. Q . . .
. . . . Q
. . Q . .
";
    assert_eq!(printed(&["5", "--first", "2"]), expected);
    assert_eq!(printed(&["--first", "1000", "5"]), printed(&["5"]));
    assert_eq!(printed(&["5", "--first", "0"]), "");
}

/// There are 14,772,512 of them: each is computed when it is drawn.
#[test]
fn the_boards_after_the_first_are_not_waited_for() {
    assert_eq!(printed(&["16", "--first", "1"]).lines().count(), 16);
}

#[test]
fn the_boards_are_counted() {
    assert_eq!(printed(&["6", "--count"]), "4\n");
    assert_eq!(printed(&["3", "--count"]), "0\n");
}

#[test]
fn nothing_to_draw_is_a_failure() {
    assert_eq!(
        queens(&["3"]),
        Run::failure(1, "", "queens: there is no way to place 3 of them on a board of 3 by 3\n")
    );
}

#[test]
fn a_wrong_usage_is_told_apart_from_a_failure() {
    let wrong: [&[&str]; 5] =
        [&[], &["0"], &["eight"], &["8", "--count", "--first", "1"], &["8", "--last"]];
    for arguments in wrong {
        programs::assert_refused(PROGRAM, arguments);
    }
}

#[test]
fn help_is_printed_on_request() {
    for option in ["-h", "--help"] {
        let help = printed(&[option]);
        assert!(help.starts_with("Places N queens on a board of N by N"), "{help}");
        assert!(help.contains("--count") && help.contains("--first <K>"), "{help}");
    }
}

/// As with `head`: that nobody reads on is no failure.
#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_error() {
    assert_eq!(programs::run_unread(Command::new(PROGRAM).arg("8")), Run::success(""));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    programs::assert_reports_a_full_disk(Command::new(PROGRAM).arg("8"), "queens");
}
