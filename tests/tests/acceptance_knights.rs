//! The example `knights` finds tours on boards of many sizes, that of 10 by 10 among them.

use std::process::Command;

/// The squares of a tour, as rows and columns, in the order of their numbers on the board.
fn tour(size: usize) -> Vec<(usize, usize)> {
    let output =
        Command::new(env!("CARGO_BIN_EXE_knights")).arg(size.to_string()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let board = String::from_utf8(output.stdout).unwrap();
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
