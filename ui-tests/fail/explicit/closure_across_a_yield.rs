//! A closure that borrows locals, and is kept across a yield.

use genfn::generator;

#[generator(state)]
fn long(words: Vec<String>, mut least: String) -> impl Iterator<Item = String> {
    least.push('.');
    let is_long = |word: &str| word.len() >= least.len();
    for word in words {
        if is_long(&word) {
            yield_!(word);
        }
    }
}

#[generator(state)]
fn counted(words: Vec<String>) -> impl Iterator<Item = String> {
    let mut count = 0;
    let mut next = || {
        count += 1;
        count
    };
    for word in words {
        yield_!(format!("{word}{}", next()));
    }
    yield_!(count.to_string());
}

#[generator(state)]
fn cubes(count: u32) -> impl Iterator<Item = u32> {
    let square = |number: u32| number * number;
    let cubes = |number| number * square(number);
    for number in 0..count {
        yield_!(cubes(number));
    }
}

/// It is used in front of the yield only, and what is in scope is shown.
#[generator(struct Sums)]
fn sums(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    for index in 0..numbers.len() {
        let at = |place: usize| numbers.get(place).copied().unwrap_or(0);
        let sum: u32 = at(index) + at(index + 1);
        yield_!(sum);
    }
}

fn main() {
    sums(Vec::new()).count();
    long(Vec::new(), String::new()).chain(counted(Vec::new())).count();
    cubes(2).count();
}
