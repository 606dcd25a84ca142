//! The example `knights` prints a board with the moves of a tour, or says that there is none.

use std::process::Command;

use genfn_tests::programs::{self, Run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_knights");

fn knights(arguments: &[&str]) -> Run {
    programs::run(Command::new(PROGRAM).args(arguments), "")
}

fn printed(arguments: &[&str]) -> String {
    programs::printed(PROGRAM, arguments)
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
        assert_eq!(
            knights(&[size]),
            Run::failure(
                1,
                "",
                format!("knights: there is no tour from a corner of a board of {size} by {size}\n")
            )
        );
    }
}

#[test]
fn a_wrong_usage_is_told_apart_from_a_failure() {
    let wrong: [&[&str]; 5] = [&[], &["0"], &["256"], &["8x8"], &["8", "8"]];
    for arguments in wrong {
        programs::assert_refused(PROGRAM, arguments);
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
    programs::assert_reports_a_full_disk(Command::new(PROGRAM).arg("8"), "knights");
}

/// The squares of a tour, as rows and columns, in the order of their numbers on the board.
fn tour(size: usize) -> Vec<(usize, usize)> {
    let board = printed(&[&size.to_string()]);
    assert_eq!(board.lines().count(), size);

    let mut squares = vec![None; size * size];
    for (row, line) in board.lines().enumerate() {
        assert_eq!(line.split_whitespace().count(), size, "{board}");
        for (column, number) in line.split_whitespace().enumerate() {
            let number: usize = number.parse().unwrap();
            let other = squares[number - 1].replace((row, column));
            assert_eq!(other, None, "number {number} stands on two squares of\n{board}");
        }
    }
    // As many numbers as squares, and no number twice: each of them is there.
    squares.into_iter().map(Option::unwrap).collect()
}

#[track_caller]
fn assert_knight_moves(tour: &[(usize, usize)]) {
    for pair in tour.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let (rows, columns) = (from.0.abs_diff(to.0), from.1.abs_diff(to.1));
        assert!(matches!((rows, columns), (1, 2) | (2, 1)), "from {from:?} to {to:?}");
    }
}

#[test]
fn a_tour_of_10_by_10_comes_to_every_square_once_by_knight_moves() {
    let tour = tour(10);
    assert_eq!(tour.len(), 100);
    assert_eq!(tour[0], (0, 0));
    assert_knight_moves(&tour);
}

#[test]
fn there_are_tours_of_all_boards_from_5_by_5_on() {
    for size in 5..=32 {
        assert_knight_moves(&tour(size));
    }
}

/// Each step of a tour is a generator that delegates to the next: ten thousand of them here.
#[test]
fn a_tour_may_be_ten_thousand_moves_long() {
    assert_knight_moves(&tour(100));
}
