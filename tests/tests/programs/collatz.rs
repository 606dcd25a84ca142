//! A generator of Collatz sequences returns the known lengths (OEIS A006577).

use genfn::{Coroutine, generator};

/// The numbers from `number` down to 1; returns how many steps that took.
#[generator]
fn collatz(mut number: u64) -> impl Coroutine<Yield = u64, Return = usize> {
    let mut steps = 0;
    yield_!(number);
    while number != 1 {
        number = if number % 2 == 0 { number / 2 } else { 3 * number + 1 };
        steps += 1;
        yield_!(number);
    }
    steps
}

/// How many steps a sequence says that it has, which are its numbers but the first.
fn steps(number: u64) -> usize {
    let mut sequence = collatz(number);
    let numbers = sequence.by_ref().count();
    let steps = sequence.take_return().unwrap();
    assert_eq!(numbers, steps + 1);
    steps
}

/// The numbers of each sequence from below `end`, one sequence after the other; returns how many
/// steps each of them took.
#[generator]
fn sequences(end: u64) -> impl Coroutine<Yield = u64, Return = Vec<usize>> {
    let mut steps = Vec::new();
    for number in 1..end {
        steps.push(yield_from!(collatz(number)));
    }
    steps
}

#[test]
fn a_sequence_goes_up_and_down_to_1() {
    assert!(collatz(6).eq([6, 3, 10, 5, 16, 8, 4, 2, 1]));
    assert!(collatz(1).eq([1]));
}

#[test]
fn the_first_lengths_are_those_published() {
    let lengths: Vec<_> = (1..=30).map(steps).collect();
    let published = [
        0, 1, 7, 2, 5, 8, 16, 3, 19, 6, 14, 9, 9, 17, 17, 4, 12, 20, 20, 7, 7, 15, 15, 10, 23, 10,
        111, 18, 18, 18,
    ];
    assert_eq!(lengths, published);
}

#[test]
fn the_sequence_from_27_has_111_steps_and_comes_to_9232() {
    assert_eq!(steps(27), 111);
    assert_eq!(collatz(27).max(), Some(9_232));
}

#[test]
fn the_longest_sequence_below_10_000_starts_at_6171() {
    assert_eq!(steps(6_171), 261);
    assert!((1..10_000).filter(|&number| steps(number) >= 261).eq([6_171]));
}

#[test]
fn what_delegates_to_the_sequences_gets_the_same_lengths() {
    let mut sequences = sequences(1_000);
    let numbers = sequences.by_ref().count();
    let lengths = sequences.take_return().unwrap();
    assert!(lengths.iter().copied().eq((1..1_000).map(steps)));
    assert_eq!(numbers, lengths.iter().sum::<usize>() + 999);
}
