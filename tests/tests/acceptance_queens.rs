//! The example `queens` finds what was published of the queens' problem: all 92 solutions on a chess
//! board, and how many there are on smaller boards (OEIS A000170).

use std::collections::HashSet;
use std::process::Command;

fn queens(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_queens")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
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
    let drawn = queens(&["8"]);
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
    let drawn = queens(&["8"]);
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
    let counts: Vec<_> = (1..=8).map(|size: u32| queens(&[&size.to_string(), "--count"])).collect();
    assert_eq!(counts, ["1\n", "0\n", "0\n", "2\n", "10\n", "4\n", "40\n", "92\n"]);
}
