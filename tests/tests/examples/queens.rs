//! The example `queens` draws the boards that it is asked for, or counts them.

use std::collections::HashSet;
use std::process::Command;

use genfn_tests::programs::{self, Run};

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

/// The queens of a drawn board of 8 by 8, as rows and columns.
fn read(board: &str) -> Vec<(usize, usize)> {
    let rows: Vec<Vec<_>> = board.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!(rows.len(), 8, "{board}");
    let mut found = Vec::new();
    for (row, squares) in rows.iter().enumerate() {
        assert_eq!(squares.len(), 8, "{board}");
        for (column, &square) in squares.iter().enumerate() {
            match square {
                "Q" => found.push((row, column)),
                "." => {}
                _ => panic!("{square:?} on {board}"),
            }
        }
    }
    found
}

#[test]
fn each_of_the_92_solutions_is_found_once() {
    let drawn = printed(&["8"]);
    let boards: Vec<_> = drawn.split("\n\n").map(read).collect();
    assert_eq!(boards.len(), 92);
    assert_eq!(boards.iter().collect::<HashSet<_>>().len(), 92);
    for board in &boards {
        assert_eq!(board.len(), 8);
        for (index, &(row, column)) in board.iter().enumerate() {
            for &(other_row, other_column) in &board[index + 1..] {
                let (rows, columns) = (row.abs_diff(other_row), column.abs_diff(other_column));
                assert!(rows != 0 && columns != 0 && rows != columns, "{board:?}");
            }
        }
    }
}

/// The first one and the last one of the list as it is usually printed.
#[test]
fn the_solutions_come_in_the_order_of_their_columns() {
    let drawn = printed(&["8"]);
    let columns: Vec<Vec<_>> = drawn
        .split("\n\n")
        .map(|board| read(board).iter().map(|(_, column)| column + 1).collect())
        .collect();
    assert_eq!(columns.first().unwrap(), &[1, 5, 8, 6, 3, 7, 2, 4]);
    assert_eq!(columns.last().unwrap(), &[8, 4, 1, 3, 6, 2, 7, 5]);
    assert!(columns.is_sorted());
}

#[test]
fn there_are_as_many_solutions_as_are_known() {
    let counts: Vec<_> =
        (1..=8).map(|size: u32| printed(&[&size.to_string(), "--count"])).collect();
    assert_eq!(counts, ["1\n", "0\n", "0\n", "2\n", "10\n", "4\n", "40\n", "92\n"]);
}
