//! Leads a knight over a chess board, so that it comes to every square once.
//!
//! ```text
//! cargo run --release -p genfn --example knights -- 6
//! ```
//!
//! A generator moves the knight to a square and delegates to one for the next move; if that finds
//! no way on, it takes the move back and tries another. The most promising squares come first:
//! those with the fewest ways on, as H. C. von Warnsdorff proposed in 1823.

use std::cmp::Reverse;
use std::fmt::{self, Display, Formatter};
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use genfn::generator;

/// Leads a knight from a corner of a chess board to every square once, and prints the board with
/// its squares numbered in the order in which the knight comes to them.
///
/// If there is no such tour, the exit status is 1.
#[derive(Parser)]
struct Arguments {
    /// How many rows and columns the board has
    #[arg(value_parser = clap::value_parser!(u8).range(1..))]
    size: u8,
}

/// A row and a column.
type Square = (usize, usize);

/// A board with a knight on its way.
#[derive(Clone)]
struct Board {
    size: usize,
    /// At which move the knight came to a square, row by row: 0 where it was not yet.
    moves: Vec<usize>,
}

impl Board {
    fn new(size: usize) -> Self {
        Self { size, moves: vec![0; size * size] }
    }

    fn move_at(&mut self, (row, column): Square) -> &mut usize {
        &mut self.moves[row * self.size + column]
    }

    /// The squares to which the knight can go from here, and was not yet.
    fn ways_on(&self, (row, column): Square) -> impl Iterator<Item = Square> {
        const STEPS: [(isize, isize); 8] =
            [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)];
        STEPS.into_iter().filter_map(move |(down, right)| {
            let row = row.checked_add_signed(down).filter(|&row| row < self.size)?;
            let column = column.checked_add_signed(right).filter(|&column| column < self.size)?;
            (self.moves[row * self.size + column] == 0).then_some((row, column))
        })
    }

    /// The same, with what is hardest to reach later before all else: squares with few ways on,
    /// and of these the ones far from the middle.
    fn promising_ways_on(&self, from: Square) -> Vec<Square> {
        let mut squares: Vec<_> = self.ways_on(from).collect();
        squares
            .sort_by_key(|&square| (self.ways_on(square).count(), Reverse(self.distance(square))));
        squares
    }

    /// The square of twice the distance from the middle of the board.
    fn distance(&self, (row, column): Square) -> usize {
        let off = |position: usize| (2 * position).abs_diff(self.size - 1);
        off(row).pow(2) + off(column).pow(2)
    }
}

impl Display for Board {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let width = self.moves.len().to_string().len();
        for row in self.moves.chunks(self.size) {
            let numbers: Vec<_> = row.iter().map(|number| format!("{number:width$}")).collect();
            writeln!(formatter, "{}", numbers.join(" "))?;
        }
        Ok(())
    }
}

/// Every tour whose move `number` goes to `square`, from a board with those before.
#[generator]
fn tours(board: &mut Board, square: Square, number: usize) -> impl Iterator<Item = Board> {
    *board.move_at(square) = number;
    if number == board.moves.len() {
        yield_!(board.clone());
    } else {
        for next in board.promising_ways_on(square) {
            yield_from!(tours(board, next, number + 1));
        }
    }
    *board.move_at(square) = 0;
}

fn main() -> ExitCode {
    let Arguments { size } = Arguments::parse();
    let Some(tour) = tours(&mut Board::new(size.into()), (0, 0), 1).next() else {
        eprintln!("knights: there is no tour from a corner of a board of {size} by {size}");
        return ExitCode::FAILURE;
    };
    match write!(io::stdout(), "{tour}") {
        Ok(()) => ExitCode::SUCCESS,
        // Nobody reads on, as with `head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("knights: cannot write to standard output: {error}");
            ExitCode::FAILURE
        }
    }
}
