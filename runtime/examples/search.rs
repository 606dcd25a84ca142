//! Fills a magic square, by copies of a generator: at each choice it goes on once with each of them.
//!
//! ```sh
//! cargo run --example search
//! ```

use clap::Parser;
use genfn::{Coroutine, CoroutineState, generator};

/// Prints the magic squares of the digits 1 to 9: each row, column and diagonal has the sum 15.
#[derive(Parser)]
struct Arguments {
    /// Only say how many squares there are
    #[arg(long)]
    count: bool,
}

/// The digits of a row each.
type Square = [u8; 9];

/// Asks for a digit at each place, and gives up where a row, a column or a diagonal has another sum
/// than 15.
#[generator]
fn square() -> impl Coroutine<Yield = u16, Resume = u8, Return = Option<Square>> + Clone {
    let mut square: Square = [0; 9];
    let mut free: u16 = 0b11_1111_1110;
    let mut place: usize = 0;
    while place < 9 {
        let digit = yield_!(free);
        square[place] = digit;
        free &= !(1 << digit);
        if !fits(&square, place) {
            return None;
        }
        place += 1;
    }
    Some(square)
}

/// Whether the lines that end at a place have the sum 15.
fn fits(square: &Square, place: usize) -> bool {
    let sum = |places: [usize; 3]| places.iter().map(|&place| square[place]).sum::<u8>();
    let row = place % 3 != 2 || sum([place - 2, place - 1, place]) == 15;
    let column = place < 6 || sum([place - 6, place - 3, place]) == 15;
    let falling = place != 8 || sum([0, 4, 8]) == 15;
    let rising = place != 6 || sum([2, 4, 6]) == 15;
    row && column && falling && rising
}

/// All squares that a search gets to from here on, which waits for a digit among `free`.
fn solve<C>(search: &C, free: u16, found: &mut Vec<Square>)
where
    C: Coroutine<Yield = u16, Resume = u8, Return = Option<Square>> + Clone,
{
    for digit in (1..=9).filter(|digit| free & (1 << digit) != 0) {
        let mut branch = search.clone();
        match branch.send(digit) {
            Ok(CoroutineState::Yielded(free)) => solve(&branch, free, found),
            Ok(CoroutineState::Complete(square)) => found.extend(square),
            Err(_) => unreachable!("it waits for a digit"),
        }
    }
}

fn main() {
    let arguments = Arguments::parse();
    let mut search = square();
    let mut found = Vec::new();
    if let Ok(CoroutineState::Yielded(free)) = search.start() {
        solve(&search, free, &mut found);
    }
    for square in found.iter().filter(|_| !arguments.count) {
        let digits: String = square.iter().map(|digit| char::from(b'0' + digit)).collect();
        println!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..]);
    }
    println!("{} squares", found.len());
}
