//! Places queens on a chess board so that none attacks another, and draws the boards.
//!
//! ```text
//! cargo run --release -p genfn --example queens -- 6 --first 1
//! cargo run --release -p genfn --example queens -- 8 --count
//! ```
//!
//! The search goes back and forth on a single board, which is lent from one generator to the next:
//! one places a queen in its row, delegates to one for the row below, and takes the queen back.

use std::fmt::{self, Display, Formatter};
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use genfn::generator;

/// Places N queens on a board of N by N so that none attacks another, and draws the boards.
///
/// The boards come in the order of their columns, row by row. If there is none to draw, the exit
/// status is 1.
#[derive(Parser)]
struct Arguments {
    /// How many queens there are, on as many rows and columns
    #[arg(value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    queens: u8,
    /// Only say how many boards there are
    #[arg(long, conflicts_with = "first")]
    count: bool,
    /// Draw no more than the first K boards
    #[arg(long, value_name = "K")]
    first: Option<usize>,
}

/// A board with a queen in each of its first rows.
#[derive(Clone)]
struct Board {
    size: usize,
    /// The column of each queen, from the first row on.
    columns: Vec<usize>,
}

impl Board {
    fn is_attacked(&self, column: usize) -> bool {
        let above = self.columns.iter().rev();
        (1..).zip(above).any(|(rows, other)| [0, rows].contains(&other.abs_diff(column)))
    }
}

impl Display for Board {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        for &queen in &self.columns {
            let squares: Vec<_> =
                (0..self.size).map(|column| if column == queen { "Q" } else { "." }).collect();
            writeln!(formatter, "{}", squares.join(" "))?;
        }
        Ok(())
    }
}

/// Every way to fill the rest of the board. In between, the board is as it was.
#[generator]
fn solutions(board: &mut Board) -> impl Iterator<Item = Board> {
    if board.columns.len() == board.size {
        yield_!(board.clone());
        return;
    }
    for column in 0..board.size {
        if !board.is_attacked(column) {
            board.columns.push(column);
            yield_from!(solutions(board));
            board.columns.pop();
        }
    }
}

/// Writes what was asked for. Whether there was anything to draw is the result.
fn answer(arguments: &Arguments, mut output: impl Write) -> io::Result<bool> {
    let mut empty = Board { size: arguments.queens.into(), columns: Vec::new() };
    let mut solutions = solutions(&mut empty);
    if arguments.count {
        writeln!(output, "{}", solutions.count())?;
        return Ok(true);
    }
    let Some(first) = solutions.next() else { return Ok(false) };
    let boards = std::iter::once(first).chain(solutions);
    for (number, board) in boards.enumerate().take(arguments.first.unwrap_or(usize::MAX)) {
        let between = if number == 0 { "" } else { "\n" };
        write!(output, "{between}{board}")?;
    }
    Ok(true)
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match answer(&arguments, io::stdout().lock()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            let size = arguments.queens;
            eprintln!(
                "queens: there is no way to place {size} of them on a board of {size} by {size}"
            );
            ExitCode::FAILURE
        }
        // Nobody reads on, as with `head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("queens: cannot write to standard output: {error}");
            ExitCode::FAILURE
        }
    }
}
